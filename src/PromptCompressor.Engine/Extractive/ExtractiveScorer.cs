using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Scores the words of segments, and tells what their sentences are about: one run of the encoder gives both.</summary>
/// <param name="model">Its name and hash.</param>
/// <param name="reader">Runs it.</param>
/// <param name="dimension">Numbers of a sentence's vector; 0: the model has none.</param>
internal sealed class ExtractiveScorer(ModelIdentity model, TokenReader reader, int dimension) : ISegmentModel<SegmentText, SegmentScores>
{
    public ModelIdentity Model => model;

    public ISegmentCodec<SegmentText, SegmentScores> Codec { get; } = new SegmentScoresCodec(dimension);

    public int BatchSize => 1;

    public int Parallelism => reader.Parallelism;

    public ReadOnlySpan<char> ContentOf(SegmentText segment) => segment.Span.Of(segment.Text);

    public IReservedSegments<SegmentScores> Reserve(IReadOnlyList<SegmentText> segments, AdmissionTicket ticket, StageTimings timings) =>
        reader.Reserve(segments.Select(segment => segment.Text.AsMemory(segment.Span.Start, segment.Span.Length)), (i, tokens) => ValueOf(segments[i], tokens), ticket, timings);

    private SegmentScores ValueOf(SegmentText segment, TokenReadings tokens) =>
        new(WordScores.Of(segment, tokens.Offsets, tokens.Keep), dimension == 0 ? null : SentencePooling.Of(segment, tokens.Offsets, tokens.Rows, dimension));
}
