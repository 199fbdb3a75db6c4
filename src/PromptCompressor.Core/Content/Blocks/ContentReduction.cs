namespace PromptCompressor.Core.Content.Blocks;

/// <summary>A block after its reduction, and what was done to it.</summary>
/// <param name="Methods">Names of the methods that changed the text, in order; empty when it is as it came.</param>
/// <param name="Lossless">Whether everything that was said is still there.</param>
/// <param name="OmittedRecords">How many of its records are not in the text any more.</param>
/// <param name="TargetMissed">Whether what must stay needs more tokens than were asked for.</param>
public sealed record ContentReduction(
    string Text,
    ContentKind Kind,
    IReadOnlyList<string> Methods,
    bool Lossless,
    int OmittedRecords,
    int OriginalTokens,
    int Tokens,
    bool TargetMissed);
