using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>Gets the scores of segments: from the cache what it has, from the model the rest.</summary>
public sealed class SegmentScores(ISegmentScorer scorer, ISegmentCache cache)
{
    private readonly SegmentValues _values = new(cache);

    /// <summary>What the cache has saved.</summary>
    public SegmentReuse Reuse { get; } = new();

    /// <summary>Segments that are being scored, or whose scores are not stored yet.</summary>
    internal int InFlight => _values.InFlight;

    /// <param name="segments">Segments, some of which may be equal.</param>
    /// <param name="tenant">Whose namespace they are looked up in.</param>
    /// <param name="timings">Told what takes how long.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <param name="origins">Filled with where the scores of each segment came from; null if nobody wants to know.</param>
    /// <returns>For each segment one byte a word.</returns>
    public async Task<(byte[][] Scores, CacheUse Use)> GetAsync(
        IReadOnlyList<SegmentText> segments,
        Tenant tenant,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        CancellationToken cancellation,
        ScoreOrigin[]? origins = null)
    {
        var keys = new SegmentKey[segments.Count];
        using (timings.Measure(Stage.Cache))
        {
            var owner = new SegmentOwner(tenant.Namespace, scorer.Model.Id, scorer.Model.Sha256);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = SegmentKey.Of(owner, segments[i].Span.Of(segments[i].Text));
            }
        }

        var before = ScoringTime(timings);
        var (scores, use) = await _values.GetAsync(keys, new Scoring(scorer, segments, timings), timings, progress, cancellation, origins);
        Reuse.Add(use, ScoringTime(timings) - before);
        return (scores, use);
    }

    private static double ScoringTime(StageTimings timings) => timings[Stage.Tokenize] + timings[Stage.Infer];

    private sealed class Scoring(ISegmentScorer scorer, IReadOnlyList<SegmentText> segments, StageTimings timings) : ISegmentComputation
    {
        public int BatchSize => 1;

        public int Parallelism => scorer.Parallelism;

        public bool IsUsable(int segment, byte[] value) => value.Length == segments[segment].Words.Count;

        public async ValueTask<byte[][]> ComputeAsync(IReadOnlyList<int> indexes, CancellationToken cancellation) =>
            [await scorer.ScoreAsync(segments[indexes[0]], timings, cancellation)];
    }
}
