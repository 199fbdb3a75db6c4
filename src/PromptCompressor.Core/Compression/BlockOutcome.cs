using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>What became of a block of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands in the text given.</param>
/// <param name="Methods">Names of the methods that changed it, in order; empty when it is as it came.</param>
/// <param name="Lossless">Whether everything that it said is still there.</param>
/// <param name="OmittedRecords">Records that were left out.</param>
/// <param name="OriginTokens">The number of tokens of the block. White space between blocks counts only where all of the text came back, or all of it is prose.</param>
/// <param name="CompressedTokens">The number of tokens of its output.</param>
public sealed record BlockOutcome(
    ContentKind Kind, TextSpan Span, IReadOnlyList<string> Methods, bool Lossless, int OmittedRecords, int OriginTokens, int CompressedTokens)
{
    /// <summary>The method of prose: words are chosen by the model.</summary>
    public const string Words = "words";

    internal static BlockOutcome Untouched(ContentKind kind, TextSpan span, int tokens) => new(kind, span, [], true, 0, tokens, tokens);

    internal static BlockOutcome OfWords(ContentKind kind, TextSpan span, string source, string text, ITokenCounter counter) => source == text
        ? Untouched(kind, span, counter.Count(source))
        : new(kind, span, [Words], false, 0, counter.Count(source), counter.Count(text));

    internal static BlockOutcome OfStructure(ContentReduction reduced, TextSpan span) =>
        new(reduced.Kind, span, reduced.Methods, reduced.Lossless, reduced.OmittedRecords, reduced.OriginalTokens, reduced.Tokens);
}
