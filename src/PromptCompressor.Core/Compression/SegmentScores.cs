using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Gets the scores of segments: from the cache what it has, from the model the rest, each distinct segment once, whichever
/// requests need it.
/// </summary>
public sealed class SegmentScores(ISegmentScorer scorer, ISegmentCache cache)
{
    private readonly byte[] _owner = SegmentKey.Owner(scorer.Model.Id, scorer.Model.Sha256);
    private readonly SegmentFlights _flights = new();

    /// <summary>What the cache has saved.</summary>
    public SegmentReuse Reuse { get; } = new();

    /// <summary>Segments that are being scored, or whose scores are not stored yet.</summary>
    internal int InFlight => _flights.Count;

    /// <param name="segments">Segments, some of which may be equal.</param>
    /// <param name="timings">Told what takes how long.</param>
    /// <param name="progress">Told of finished segments, from several threads.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <param name="origins">Filled with where the scores of each segment came from; null if nobody wants to know.</param>
    /// <returns>For each segment one byte a word.</returns>
    public async Task<(byte[][] Scores, CacheUse Use)> GetAsync(
        IReadOnlyList<SegmentText> segments,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        CancellationToken cancellation,
        ScoreOrigin[]? origins = null)
    {
        var keys = new SegmentKey[segments.Count];
        var found = new byte[]?[segments.Count];
        using (timings.Measure(Stage.Cache))
        {
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = SegmentKey.Of(_owner, segments[i].Span.Of(segments[i].Text));
            }

            await cache.FindManyAsync(keys, found, origins, cancellation);
        }

        var before = ScoringTime(timings);
        var misses = DistinctMisses(segments, keys, found);
        var scored = misses.Count == 0 ? 0 : await ScoreMissesAsync(segments, keys, found, misses, timings, progress, origins, cancellation);
        var use = new CacheUse(segments.Count, segments.Count - scored, scored);
        Reuse.Add(use, ScoringTime(timings) - before);

        var byKey = misses.ToDictionary(i => keys[i]);
        var scores = new byte[segments.Count][];
        for (var i = 0; i < scores.Length; i++)
        {
            var from = IsUsable(found[i], segments[i]) ? i : byKey[keys[i]];
            scores[i] = found[from]!;
            if (origins is not null)
            {
                origins[i] = origins[from];
            }
        }

        return (scores, use);
    }

    private static double ScoringTime(StageTimings timings) => timings[Stage.Tokenize] + timings[Stage.Infer];

    /// <summary>A value that does not fit the segment's words is as good as none.</summary>
    private static bool IsUsable(byte[]? value, SegmentText segment) => value?.Length == segment.Words.Count;

    private static List<int> DistinctMisses(IReadOnlyList<SegmentText> segments, SegmentKey[] keys, byte[]?[] found)
    {
        var misses = new List<int>();
        var seen = new HashSet<SegmentKey>();
        for (var i = 0; i < keys.Length; i++)
        {
            if (!IsUsable(found[i], segments[i]) && seen.Add(keys[i]))
            {
                misses.Add(i);
            }
        }

        return misses;
    }

    /// <summary>Fills in what is missing.</summary>
    /// <returns>How many segments the model ran for, on behalf of this request.</returns>
    private async Task<int> ScoreMissesAsync(
        IReadOnlyList<SegmentText> segments,
        SegmentKey[] keys,
        byte[]?[] found,
        List<int> misses,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        ScoreOrigin[]? origins,
        CancellationToken cancellation)
    {
        var done = segments.Count - misses.Count;
        var scored = new byte[]?[misses.Count];
        var led = new bool[misses.Count];
        progress?.Report(new ScoringProgress(done, segments.Count));
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = scorer.Parallelism, CancellationToken = cancellation };
            await Parallel.ForAsync(0, misses.Count, parallel, async (i, token) =>
            {
                var (key, segment) = (keys[misses[i]], segments[misses[i]]);
                (found[misses[i]], led[i]) = await _flights.JoinAsync(key, ScoreAsync, token);
                if (origins is not null)
                {
                    origins[misses[i]] = led[i] && scored[i] is null ? ScoreOrigin.Memory : ScoreOrigin.Computed;
                }

                progress?.Report(new ScoringProgress(Interlocked.Increment(ref done), segments.Count));

                async ValueTask<byte[]> ScoreAsync(CancellationToken leader)
                {
                    // Another request may have stored it since this one looked.
                    if (cache.Peek(key) is { } stored && IsUsable(stored, segment))
                    {
                        return stored;
                    }

                    return scored[i] = await scorer.ScoreAsync(segment, timings, leader);
                }
            });
        }
        finally
        {
            // What a cancelled or failed request has computed is still worth keeping.
            using (timings.Measure(Stage.Cache))
            {
                await StoreAsync(keys, misses, scored);
            }

            for (var i = 0; i < misses.Count; i++)
            {
                if (led[i])
                {
                    _flights.Land(keys[misses[i]]);
                }
            }
        }

        return scored.Count(value => value is not null);
    }

    private ValueTask StoreAsync(SegmentKey[] keys, List<int> misses, byte[]?[] scored)
    {
        var storedKeys = new List<SegmentKey>(misses.Count);
        var storedValues = new List<byte[]>(misses.Count);
        for (var i = 0; i < misses.Count; i++)
        {
            if (scored[i] is { } value)
            {
                storedKeys.Add(keys[misses[i]]);
                storedValues.Add(value);
            }
        }

        return cache.SetManyAsync(storedKeys.ToArray(), storedValues.ToArray(), CancellationToken.None);
    }
}
