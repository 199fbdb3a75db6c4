using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Gets the scores of segments: from the cache what it has, from the model the rest, each distinct segment once, whichever
/// requests need it.
/// </summary>
public sealed class SegmentScores(ISegmentScorer scorer, ISegmentCache cache)
{
    private readonly SegmentFlights _flights = new();

    /// <summary>What the cache has saved.</summary>
    public SegmentReuse Reuse { get; } = new();

    /// <summary>Segments that are being scored, or whose scores are not stored yet.</summary>
    internal int InFlight => _flights.Count;

    /// <returns>For each segment one byte a word.</returns>
    /// <exception cref="Errors.CompressionException">The model has no room for what the cache has not.</exception>
    public async Task<(byte[][] Scores, CacheUse Use)> GetAsync(
        IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings, IProgress<ScoringProgress>? progress, CancellationToken cancellation)
    {
        var keys = new SegmentKey[segments.Count];
        var found = new byte[]?[segments.Count];
        using (timings.Measure(Stage.Cache))
        {
            var owner = new SegmentOwner(ticket.Tenant.Namespace, scorer.Model.Id, scorer.Model.Sha256);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = SegmentKey.Of(owner, segments[i].Span.Of(segments[i].Text));
            }

            await cache.GetManyAsync(keys, found, cancellation);
        }

        var before = ScoringTime(timings);
        var misses = DistinctMisses(segments, keys, found);
        var scored = misses.Count == 0 ? 0 : await ScoreMissesAsync(segments, keys, found, misses, ticket, timings, progress, cancellation);
        var use = new CacheUse(segments.Count, segments.Count - scored, scored);
        Reuse.Add(use, ScoringTime(timings) - before);

        var byKey = misses.ToDictionary(i => keys[i], i => found[i]!);
        var scores = new byte[segments.Count][];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = IsUsable(found[i], segments[i]) ? found[i]! : byKey[keys[i]];
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
        Ticket ticket,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        CancellationToken cancellation)
    {
        var done = segments.Count - misses.Count;
        var scored = new byte[]?[misses.Count];
        var led = new bool[misses.Count];
        progress?.Report(new ScoringProgress(done, segments.Count));

        // What another request has in work costs nothing; should that one fail, this one asks again for what it takes over.
        var own = Enumerable.Range(0, misses.Count).Where(i => !_flights.Has(keys[misses[i]])).ToArray();
        using var job = own.Length > 0 ? scorer.Begin([.. own.Select(i => segments[misses[i]])], ticket, timings) : null;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = scorer.Parallelism, CancellationToken = cancellation };
            await Parallel.ForAsync(0, misses.Count, parallel, async (i, token) =>
            {
                var (key, segment) = (keys[misses[i]], segments[misses[i]]);
                (found[misses[i]], led[i]) = await _flights.JoinAsync(key, ScoreAsync, token);
                progress?.Report(new ScoringProgress(Interlocked.Increment(ref done), segments.Count));

                async ValueTask<byte[]> ScoreAsync(CancellationToken leader)
                {
                    // Another request may have stored it since this one looked.
                    if (cache.Peek(key) is { } stored && IsUsable(stored, segment))
                    {
                        return stored;
                    }

                    var place = Array.BinarySearch(own, i);
                    using var takenOver = place < 0 ? scorer.Begin([segment], ticket, timings) : null;
                    return scored[i] = await (takenOver ?? job!).ScoreAsync(Math.Max(0, place), leader);
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
