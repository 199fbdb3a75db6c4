using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Gets what a model makes of segments: from the cache what it has, from the model the rest, each distinct segment once, whichever
/// requests need it.
/// </summary>
public sealed class SegmentValues(ISegmentCache cache)
{
    private readonly SegmentFlights _flights = new();

    /// <summary>Segments that are being computed, or whose values are not stored yet.</summary>
    internal int InFlight => _flights.Count;

    /// <param name="keys">One a segment; equal segments have equal keys.</param>
    /// <param name="computation">Makes what is missing.</param>
    /// <param name="timings">Told how long the cache took.</param>
    /// <param name="progress">Told of segments as they are there, from several threads.</param>
    /// <param name="cancellation">What is computed by then is stored all the same.</param>
    /// <param name="origins">Filled with where the value of each segment came from; null if nobody wants to know.</param>
    /// <returns>For each segment its value, shared with others and not to be changed.</returns>
    public async Task<(byte[][] Values, CacheUse Use)> GetAsync(
        SegmentKey[] keys,
        ISegmentComputation computation,
        StageTimings timings,
        IProgress<ScoringProgress>? progress,
        CancellationToken cancellation,
        ScoreOrigin[]? origins = null)
    {
        var found = new byte[]?[keys.Length];
        using (timings.Measure(Stage.Cache))
        {
            await cache.FindManyAsync(keys, found, origins, cancellation);
        }

        var request = new Request(keys, found, computation);
        var computed = request.Misses.Count == 0 ? 0 : await ComputeMissesAsync(request, timings, progress, cancellation);
        request.CompleteOrigins(origins);
        return (request.Values(), new CacheUse(keys.Length, keys.Length - computed, computed));
    }

    /// <summary>Fills in what is missing.</summary>
    /// <returns>How many segments the model ran for, on behalf of this request.</returns>
    private async Task<int> ComputeMissesAsync(
        Request request, StageTimings timings, IProgress<ScoringProgress>? progress, CancellationToken cancellation)
    {
        var computation = request.Computation;
        var total = request.Keys.Length;
        var done = total - request.Misses.Count;
        progress?.Report(new ScoringProgress(done, total));

        // What another request has in work costs nothing; should that one fail, this one asks again for what it takes over.
        var own = request.Misses.Where(miss => !_flights.Has(request.Keys[miss.Segment])).Select(miss => miss.Segment).ToArray();
        using var room = own.Length > 0 ? computation.Begin(own) : null;
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = computation.Parallelism, CancellationToken = cancellation };
            await Parallel.ForEachAsync(request.Misses.Chunk(computation.BatchSize), parallel, async (misses, token) =>
            {
                var batch = new SegmentBatch(computation);
                var joined = Array.ConvertAll(misses, miss => JoinAsync(miss, batch, token));
                await batch.RunAsync(token);
                await Task.WhenAll(joined);
            });
        }
        finally
        {
            // What a cancelled or failed request has computed is still worth keeping.
            using (timings.Measure(Stage.Cache))
            {
                await StoreAsync(request);
            }

            foreach (var miss in request.Misses.Where(miss => miss.Led))
            {
                _flights.Land(request.Keys[miss.Segment]);
            }
        }

        return request.Misses.Count(miss => miss.Computed is not null);

        async Task JoinAsync(Miss miss, SegmentBatch batch, CancellationToken token)
        {
            var key = request.Keys[miss.Segment];
            (request.Found[miss.Segment], miss.Led) = await _flights.JoinAsync(key, ComputeAsync, token);
            progress?.Report(new ScoringProgress(Interlocked.Increment(ref done), total));

            async ValueTask<byte[]> ComputeAsync(CancellationToken leader)
            {
                // Another request may have stored it since this one looked.
                if (cache.Peek(key) is { } stored && computation.IsUsable(miss.Segment, stored))
                {
                    return stored;
                }

                return miss.Computed = await batch.AddAsync(miss.Segment, leader);
            }
        }
    }

    private ValueTask StoreAsync(Request request)
    {
        var computed = request.Misses.Where(miss => miss.Computed is not null).ToArray();
        return cache.SetManyAsync(
            Array.ConvertAll(computed, miss => request.Keys[miss.Segment]), Array.ConvertAll(computed, miss => miss.Computed!), CancellationToken.None);
    }

    private sealed class Miss(int segment)
    {
        public int Segment => segment;

        public byte[]? Computed { get; set; }

        public bool Led { get; set; }
    }

    private sealed class Request
    {
        public Request(SegmentKey[] keys, byte[]?[] found, ISegmentComputation computation)
        {
            (Keys, Found, Computation) = (keys, found, computation);
            var seen = new HashSet<SegmentKey>();
            for (var i = 0; i < keys.Length; i++)
            {
                if (!IsUsable(i) && seen.Add(keys[i]))
                {
                    Misses.Add(new Miss(i));
                }
            }
        }

        public SegmentKey[] Keys { get; }

        public byte[]?[] Found { get; }

        public ISegmentComputation Computation { get; }

        /// <summary>The first segment of each key that was not found.</summary>
        public List<Miss> Misses { get; } = [];

        public byte[][] Values()
        {
            var byKey = Misses.ToDictionary(miss => Keys[miss.Segment], miss => Found[miss.Segment]!);
            var values = new byte[Keys.Length][];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = IsUsable(i) ? Found[i]! : byKey[Keys[i]];
            }

            return values;
        }

        /// <summary>Says of what was not found where it came from in the end; equal segments share that.</summary>
        public void CompleteOrigins(ScoreOrigin[]? origins)
        {
            if (origins is null)
            {
                return;
            }

            // A flight that was led and computed nothing found the value stored by another request.
            var byKey = Misses.ToDictionary(miss => Keys[miss.Segment], miss => miss is { Led: true, Computed: null } ? ScoreOrigin.Memory : ScoreOrigin.Computed);
            for (var i = 0; i < origins.Length; i++)
            {
                origins[i] = byKey.TryGetValue(Keys[i], out var origin) ? origin : origins[i];
            }
        }

        private bool IsUsable(int segment) => Found[segment] is { } value && Computation.IsUsable(segment, value);
    }
}
