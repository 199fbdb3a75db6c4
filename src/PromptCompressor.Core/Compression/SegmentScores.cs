using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>Gets the scores of segments: from the cache what it has, from the model the rest.</summary>
public sealed class SegmentScores(ISegmentScorer scorer, ISegmentCache cache)
{
    private readonly SegmentValues _values = new(cache);

    /// <summary>What makes the scores.</summary>
    public ModelIdentity Model => scorer.Model;

    /// <summary>What the cache has saved.</summary>
    public SegmentReuse Reuse { get; } = new();

    /// <summary>Segments that are being scored, or whose scores are not stored yet.</summary>
    internal int InFlight => _values.InFlight;

    /// <param name="segments">Segments, some of which may be equal.</param>
    /// <param name="ticket">Whose request it is.</param>
    /// <param name="timings">Told what takes how long.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <param name="origins">Filled with where the scores of each segment came from; null if nobody wants to know.</param>
    /// <returns>For each segment one byte a word.</returns>
    /// <exception cref="Errors.CompressionException">The model has no room for what the cache has not.</exception>
    public async Task<(byte[][] Scores, CacheUse Use)> GetAsync(
        IReadOnlyList<SegmentText> segments,
        Ticket ticket,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        CancellationToken cancellation,
        ScoreOrigin[]? origins = null)
    {
        var keys = new SegmentKey[segments.Count];
        using (timings.Measure(Stage.Cache))
        {
            var owner = new SegmentOwner(ticket.Tenant.Namespace, scorer.Model.Id, scorer.Model.Sha256);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = SegmentKey.Of(owner, segments[i].Span.Of(segments[i].Text));
            }
        }

        var before = ScoringTime(timings);
        var (scores, use) = await _values.GetAsync(keys, new Scoring(scorer, segments, ticket, timings), timings, progress, cancellation, origins);
        Reuse.Add(use, ScoringTime(timings) - before);
        return (scores, use);
    }

    private static double ScoringTime(StageTimings timings) => timings[Stage.Tokenize] + timings[Stage.Infer];

    private sealed class Scoring(ISegmentScorer scorer, IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings) : ISegmentComputation
    {
        private readonly Dictionary<int, int> _places = [];
        private ISegmentJob? _job;

        public int BatchSize => 1;

        public int Parallelism => scorer.Parallelism;

        public bool IsUsable(int segment, byte[] value) => value.Length == segments[segment].Words.Count;

        public IDisposable Begin(IReadOnlyList<int> indexes)
        {
            for (var i = 0; i < indexes.Count; i++)
            {
                _places[indexes[i]] = i;
            }

            return _job = scorer.Begin([.. indexes.Select(i => segments[i])], ticket, timings);
        }

        public async ValueTask<byte[][]> ComputeAsync(IReadOnlyList<int> indexes, CancellationToken cancellation)
        {
            if (_places.TryGetValue(indexes[0], out var place))
            {
                return [await _job!.ScoreAsync(place, cancellation)];
            }

            using var takenOver = scorer.Begin([segments[indexes[0]]], ticket, timings);
            return [await takenOver.ScoreAsync(0, cancellation)];
        }
    }
}
