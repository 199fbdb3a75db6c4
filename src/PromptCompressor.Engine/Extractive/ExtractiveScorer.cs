using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Scores the words of segments: tokenize, run the encoder, average tokens to words.</summary>
internal sealed class ExtractiveScorer(ModelIdentity model, IPieceTokenizer tokenizer, OnnxEncoder encoder, InferenceWorkers workers)
    : ISegmentModel<SegmentText, Score[]>
{
    private const int SpecialTokens = 2;

    public ModelIdentity Model => model;

    public ISegmentCodec<SegmentText, Score[]> Codec => ScoreCodec.Instance;

    public int BatchSize => 1;

    // One run waiting for each one running, so that no worker idles between two segments of a request.
    public int Parallelism => workers.Count * 2 * encoder.MaxBatch(encoder.MaxTokens);

    public ReadOnlySpan<char> ContentOf(SegmentText segment) => segment.Span.Of(segment.Text);

    public IReservedSegments<Score[]> Reserve(IReadOnlyList<SegmentText> segments, AdmissionTicket ticket, StageTimings timings)
    {
        using var measured = timings.Measure(Stage.Tokenize);
        var tokenized = segments.Select(Tokenize).ToArray();
        var reservation = workers.Reserve(ticket, encoder, tokenized.SelectMany(segment => segment.Sequences));
        return new ExtractiveReservation(tokenized, reservation, encoder, workers, timings);
    }

    private TokenizedSegment Tokenize(SegmentText segment)
    {
        var ids = new List<int>();
        var offsets = new List<TextSpan>();
        tokenizer.Encode(segment.Span.Of(segment.Text), ids, offsets);
        return new TokenizedSegment(segment, offsets, [.. Windows.Of(ids.Count, encoder.MaxTokens - SpecialTokens).Select(window => Sequence(ids, window))]);
    }

    private int[] Sequence(List<int> ids, Range window)
    {
        var (start, length) = window.GetOffsetAndLength(ids.Count);
        var sequence = new int[length + SpecialTokens];
        sequence[0] = tokenizer.SpecialIds.Cls;
        ids.CopyTo(start, sequence, 1, length);
        sequence[^1] = tokenizer.SpecialIds.Sep;
        return sequence;
    }
}

/// <param name="Segment">The text.</param>
/// <param name="Offsets">Where its tokens stand in it.</param>
/// <param name="Sequences">Its tokens' ids, between special ones; more than one only if it is longer than the encoder's window.</param>
internal sealed record TokenizedSegment(SegmentText Segment, List<TextSpan> Offsets, int[][] Sequences);

/// <summary>
/// Cuts the tokens of a segment that turns out longer than the encoder's window into equal parts. Rare, since segments are
/// bounded by an estimate well under it; a pure function of the segment, so that scores stay one too.
/// </summary>
internal static class Windows
{
    public static IEnumerable<Range> Of(int tokens, int most)
    {
        var count = (tokens + most - 1) / most;
        for (var i = 0; i < count; i++)
        {
            yield return (int)((long)tokens * i / count)..(int)((long)tokens * (i + 1) / count);
        }
    }
}
