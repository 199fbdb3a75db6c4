using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>What a compressor made of a request. A kind that has more to tell derives from it.</summary>
public record CompressionResult
{
    /// <summary>One for each context, in order.</summary>
    public required IReadOnlyList<CompressedText> Texts { get; init; }

    /// <summary>
    /// <see cref="CompressionRequest.Before"/>, all texts that are not empty and <see cref="CompressionRequest.After"/>, joined by
    /// a blank line: what the token counts speak of.
    /// </summary>
    public required string Joined { get; init; }

    public required int OriginTokens { get; init; }

    public required int CompressedTokens { get; init; }

    /// <summary>Lowest keep probability that was enough, 0..1; null if no word was chosen by it alone.</summary>
    public double? Threshold { get; init; }

    /// <summary>Why the texts came back as they were, or null.</summary>
    public SkipReason? Skipped { get; init; }

    /// <summary>Indices of the contexts that were dropped as a whole, rising.</summary>
    public IReadOnlyList<int> DroppedContexts { get; init; } = [];

    /// <summary>What must stay is larger than the budget: protected and forced text with what it brings along, structure that must stay or is not understood, a word of each text.</summary>
    public bool BudgetMissed { get; init; }

    /// <summary>What the cache saved; nothing of a kind that scores no segments.</summary>
    public CacheUsage Cache { get; init; }

    public required StageTimings Timings { get; init; }

    /// <summary>The result with other texts, joined and counted anew.</summary>
    /// <param name="texts">One for each of <see cref="Texts"/>.</param>
    /// <param name="request">What was asked for.</param>
    public CompressionResult With(IReadOnlyList<CompressedText> texts, CompressionRequest request)
    {
        var joined = SelectionState.Join(texts.Select(text => text.Text), request.Before, request.After);
        return this with { Texts = texts, Joined = joined, CompressedTokens = request.Counter.Count(joined) };
    }
}

/// <param name="Source">The text given.</param>
/// <param name="Text">What is left of it.</param>
/// <param name="Slices">Where the pieces of <paramref name="Text"/> stand in <paramref name="Source"/>, in order, but for what is <see cref="Written"/>; null from a kind that has no such pieces.</param>
/// <param name="Words">Every unit with its fate, tags and lines of structure included; empty where nothing was scored, null from a kind that does not decide word by word.</param>
public sealed record CompressedText(string Source, string Text, IReadOnlyList<TextSpan>? Slices, IReadOnlyList<WordDecision>? Words)
{
    /// <summary>Only with <see cref="CompressionRequest.Explain"/>.</summary>
    public TextExplanation? Explanation { get; init; }

    /// <summary>Parts of <see cref="Text"/> that are no pieces of the source: tables, marks, numbers of lines, the sign of a cut in a string of JSON. In order; without them the text is its slices.</summary>
    public IReadOnlyList<TextSpan> Written { get; init; } = [];

    /// <summary>What the text consists of, in order and without a gap but for tags; null from a kind that reads every text as prose.</summary>
    public IReadOnlyList<BlockOutcome>? Blocks { get; init; }

    /// <summary>What the text consists of, in order: slices of the source (null for what was written), and where they stand in the text.</summary>
    internal IEnumerable<(TextSpan? Source, TextSpan Output)> Pieces()
    {
        var (at, next) = (0, 0);
        foreach (var slice in Slices ?? [])
        {
            for (; next < Written.Count && Written[next].Start == at; next++)
            {
                yield return (null, Written[next]);
                at = Written[next].End;
            }

            yield return (slice, new TextSpan(at, at + slice.Length));
            at += slice.Length;
        }

        for (; next < Written.Count; next++)
        {
            yield return (null, Written[next]);
        }
    }

    /// <summary>The text with something written into it.</summary>
    /// <param name="at">Where, in <see cref="Text"/>.</param>
    /// <param name="added">What is inserted.</param>
    public CompressedText Insert(int at, string added)
    {
        var isInside = Written.Any(span => span.Start < at && span.End >= at);
        var written = Written.Select(span => new TextSpan(span.Start < at ? span.Start : span.Start + added.Length, span.End < at ? span.End : span.End + added.Length));
        return this with
        {
            Text = Text.Insert(at, added),
            Written = isInside ? [.. written] : [.. written.Append(new TextSpan(at, at + added.Length)).OrderBy(span => span.Start)],
        };
    }
}

public enum SkipReason
{
    /// <summary>The text is within the budget already.</summary>
    WithinBudget,

    /// <summary>The text is too short to lose a word: see <see cref="CompressionRequest.SmallTokens"/>.</summary>
    TooSmall,

    /// <summary>The output would not have been shorter.</summary>
    NoGain,

    /// <summary>There is nothing but white space.</summary>
    NoWords,
}
