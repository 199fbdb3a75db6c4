namespace PromptCompressor.Core.Text.Protection;

/// <summary>What a request's <c>protect</c> field asks for. With errors, <see cref="Rules"/> holds only what could be read.</summary>
/// <param name="Rules">The rules to run, without repetition, in the order of the registry.</param>
/// <param name="Errors">One sentence for each wrong entry.</param>
public sealed record ProtectionSelection(IReadOnlyList<IProtectionRule> Rules, IReadOnlyList<ProtectionError> Errors)
{
    public bool IsValid => Errors.Count == 0;
}
