namespace PromptCompressor.Core.Text.Protection;

/// <summary>Finds one kind of text that must stay whole. Implementations are stateless and linear in the text. Only a caller's own pattern may fail a request.</summary>
public interface IProtectionRule
{
    /// <summary>Stable name in snake_case: the request's <c>protect</c> field and the explain view use it.</summary>
    string Name { get; }

    /// <summary>Adds what it finds to <paramref name="found"/>, in any order, overlaps allowed.</summary>
    void Find(string text, ICollection<ProtectedSpan> found);
}
