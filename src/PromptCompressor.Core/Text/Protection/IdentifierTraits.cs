namespace PromptCompressor.Core.Text.Protection;

/// <summary>What one look at a token's characters tells.</summary>
/// <param name="HasHump">A small letter is followed by a capital.</param>
internal readonly record struct IdentifierTraits(bool HasLetter, bool HasDigit, bool HasHump)
{
    public bool IsMixed => HasLetter && HasDigit;
}
