namespace PromptCompressor.Core.Text.Protection;

/// <summary>Finds one kind of text that must stay whole. Implementations are stateless and linear in the text. Only a caller's own pattern may fail a request.</summary>
public interface IProtectionRule
{
    /// <summary>Stable name in snake_case: the request's <c>protect</c> field and the explain view use it.</summary>
    string Name { get; }

    /// <summary>Adds what it finds to <paramref name="found"/>, in any order, overlaps allowed.</summary>
    void Find(string text, ICollection<ProtectedSpan> found);
}

/// <summary>A part of the text that selection must not cut into.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Kind">What selection may do with it.</param>
/// <param name="Rule">Name of the rule that found it; shown to users as the reason.</param>
public readonly record struct ProtectedSpan(TextSpan Span, ProtectionKind Kind, string Rule);

public enum ProtectionKind
{
    /// <summary>Kept or dropped as one word.</summary>
    Whole,

    /// <summary>Never dropped.</summary>
    Always,

    /// <summary>Never dropped where it stands by itself; inside a <see cref="Whole"/> span it comes and goes with that one.</summary>
    Mark,
}
