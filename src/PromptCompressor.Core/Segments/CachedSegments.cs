using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Core.Segments;

/// <summary>
/// Returns a model's values for segments: from the cache what it holds, from the model the rest, each distinct segment once, however
/// many requests need it at the same time. See README.md in this folder for the steps.
/// </summary>
public sealed class CachedSegments<TSegment, TValue>(ISegmentModel<TSegment, TValue> model, ISegmentCache cache)
    where TValue : class
{
    private readonly SingleFlight<SegmentKey, TValue> _flights = new();

    /// <summary>The model that computes the values.</summary>
    public ModelIdentity Model => model.Model;

    /// <summary>What the cache has saved.</summary>
    public CacheSavings Reuse { get; } = new();

    /// <summary>Segments that are being computed, or whose values are not stored yet.</summary>
    internal int InFlight => _flights.Count;

    /// <param name="segments">The segments, some of which may be equal.</param>
    /// <param name="request">The request that needs them.</param>
    /// <param name="cancellation">Ends the request. Values that are computed by then are stored all the same.</param>
    /// <exception cref="Errors.CompressionException">The model has no capacity for what the cache does not hold.</exception>
    public async Task<SegmentResults<TValue>> GetAsync(IReadOnlyList<TSegment> segments, SegmentRequest request, CancellationToken cancellation)
    {
        var modelTimeBefore = ModelTimeOf(request.Timings);

        // 1. Look up all segments in the cache.
        var call = await LookUpAsync(segments, request, cancellation);

        // 2. Compute or wait for what is missing. A further round is for segments whose leader, another request, ended without a value.
        // Each round needs a leader that failed, and a request fails once: there is no endless loop.
        call.ReportStart();
        for (var missing = call.Misses; missing.Count > 0; missing = missing.FindAll(miss => miss.Value is null))
        {
            cancellation.ThrowIfCancellationRequested();
            await ComputeAsync(call, missing);
        }

        var results = call.Results();
        Reuse.Add(results.Use, ModelTimeOf(request.Timings) - modelTimeBefore);
        return results;
    }

    private static double ModelTimeOf(StageTimings timings) => timings[Stage.Tokenize] + timings[Stage.Infer];

    private async Task<Call> LookUpAsync(IReadOnlyList<TSegment> segments, SegmentRequest request, CancellationToken cancellation)
    {
        using var measured = request.Timings.Measure(Stage.Cache);
        var owner = new CacheScope(request.Ticket.Tenant.Namespace, model.Codec.Format, model.Model.Id, model.Model.Sha256);
        var keys = new SegmentKey[segments.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = SegmentKey.Of(owner, model.ContentOf(segments[i]));
        }

        var stored = new byte[]?[keys.Length];
        var origins = new ValueSource[keys.Length];
        await cache.FindManyAsync(keys, stored, origins, cancellation);
        var values = new TValue?[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            values[i] = Decode(segments[i], stored[i]);
        }

        return new Call(segments, keys, values, origins, request, cancellation);
    }

    private TValue? Decode(TSegment segment, byte[]? stored) =>
        stored is not null && model.Codec.TryDecode(segment, stored, out var value) ? value : null;

    /// <summary>Sets the value of each miss, or leaves it null where another request led and ended without one.</summary>
    private async Task ComputeAsync(Call call, List<Miss> misses)
    {
        // 3. Become the leader of every segment that no other request is computing. All of them now, before anything is awaited: a
        // segment that another request leads is never led here later, under the reservation of step 5.
        var (led, followed, waiters) = (new List<Miss>(), new List<Miss>(), new Waiters());
        foreach (var miss in misses)
        {
            miss.Flight = _flights.Join(miss.Key, waiters, out var isLeader);
            (isLeader ? led : followed).Add(miss);
        }

        followed.ForEach(miss => miss.Flight.Waiters.Enter());
        try
        {
            // The segments led here are complete before others are waited for, so requests cannot wait for each other in a circle.
            await LeadAsync(call, led, waiters);

            // 9. Take the values of the segments that other requests lead.
            foreach (var miss in followed)
            {
                if (await miss.Flight.Value.WaitAsync(call.Cancellation) is { } value)
                {
                    miss.Value = value;
                    call.ReportOne();
                }
            }
        }
        finally
        {
            followed.ForEach(miss => miss.Flight.Waiters.Leave());
        }
    }

    private async Task LeadAsync(Call call, List<Miss> led, Waiters waiters)
    {
        if (led.Count == 0)
        {
            return;
        }

        if (!call.Request.FinishWhenCancelled)
        {
            await LeadAsync(call, led, waiters, call.Cancellation);
            return;
        }

        var leading = LeadAsync(call, led, waiters, CancellationToken.None);
        try
        {
            await leading.WaitAsync(call.Cancellation);
        }
        finally
        {
            // What has not run is computed as long as another request waits for it, or else when there is nothing else to do.
            waiters.Leave();

            // If it fails after the caller has left, the failure has no other observer.
            _ = leading.ContinueWith(
                static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task LeadAsync(Call call, List<Miss> led, Waiters waiters, CancellationToken cancellation)
    {
        try
        {
            // 4. Another request may have stored a value after this one looked.
            var uncomputed = led.FindAll(miss => !TryPeek(call, miss));
            if (uncomputed.Count > 0)
            {
                await RunModelAsync(call, uncomputed, waiters, cancellation);
            }
        }
        finally
        {
            try
            {
                // 7. Store. What a cancelled or failed request has computed is still worth keeping.
                await StoreAsync(call, led.FindAll(miss => miss.IsComputed));
            }
            finally
            {
                // 8. Complete every flight, whatever has happened.
                led.ForEach(miss => _flights.Complete(miss.Flight));
            }
        }
    }

    private bool TryPeek(Call call, Miss miss)
    {
        if (Decode(call.Segments[miss.Index], cache.Peek(miss.Key)) is not { } value)
        {
            return false;
        }

        Publish(call, miss, value, ValueSource.Memory);
        return true;
    }

    private async Task RunModelAsync(Call call, List<Miss> misses, Waiters waiters, CancellationToken cancellation)
    {
        // 5. Reserve queue capacity for all of them together.
        using var reserved = model.Reserve(misses.ConvertAll(miss => call.Segments[miss.Index]), call.Request.Ticket, call.Request.Timings);
        waiters.Attach(reserved);
        try
        {
            // 6. Compute in batches. Each batch writes to its own misses only.
            var batches = Enumerable.Range(0, misses.Count).Chunk(model.BatchSize);
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = model.Parallelism, CancellationToken = cancellation };
            await Parallel.ForEachAsync(batches, parallel, async (batch, token) =>
            {
                var values = await reserved.ComputeAsync(batch[0], batch.Length, token);
                for (var i = 0; i < batch.Length; i++)
                {
                    misses[batch[i]].IsComputed = true;
                    Publish(call, misses[batch[i]], values[i], ValueSource.Computed);
                }
            });
        }
        finally
        {
            waiters.Detach();
        }
    }

    private static void Publish(Call call, Miss miss, TValue value, ValueSource origin)
    {
        (miss.Value, miss.Origin) = (value, origin);
        miss.Flight.Publish(value);
        call.ReportOne();
    }

    private async Task StoreAsync(Call call, List<Miss> computed)
    {
        if (computed.Count > 0)
        {
            using var measured = call.Request.Timings.Measure(Stage.Cache);
            var values = computed.ConvertAll(miss => model.Codec.Encode(miss.Value!));
            await cache.SetManyAsync(computed.ConvertAll(miss => miss.Key).ToArray(), values.ToArray(), CancellationToken.None);
        }
    }

    /// <summary>A distinct segment that was not found in the cache.</summary>
    private sealed class Miss(int index, SegmentKey key)
    {
        /// <summary>Index of the first of the equal segments.</summary>
        public int Index => index;

        public SegmentKey Key => key;

        public SingleFlight<SegmentKey, TValue>.Flight Flight { get; set; } = null!;

        public TValue? Value { get; set; }

        /// <summary>A segment that another request computes at the same time counts as computed, too.</summary>
        public ValueSource Origin { get; set; } = ValueSource.Computed;

        /// <summary>Whether the model ran for it on behalf of this request.</summary>
        public bool IsComputed { get; set; }
    }

    /// <summary>One call of <see cref="GetAsync"/>.</summary>
    private sealed class Call
    {
        private readonly SegmentKey[] _keys;
        private readonly TValue?[] _values;
        private readonly ValueSource[] _origins;
        private int _done;

        public Call(
            IReadOnlyList<TSegment> segments, SegmentKey[] keys, TValue?[] values, ValueSource[] origins, SegmentRequest request, CancellationToken cancellation)
        {
            (Segments, _keys, _values, _origins, Request, Cancellation) = (segments, keys, values, origins, request, cancellation);
            var distinct = new HashSet<SegmentKey>();
            for (var i = 0; i < keys.Length; i++)
            {
                if (values[i] is null && distinct.Add(keys[i]))
                {
                    Misses.Add(new Miss(i, keys[i]));
                }
            }

            _done = keys.Length - Misses.Count;
        }

        public IReadOnlyList<TSegment> Segments { get; }

        public SegmentRequest Request { get; }

        public CancellationToken Cancellation { get; }

        public List<Miss> Misses { get; } = [];

        /// <summary>Reports what the cache held, unless that is all.</summary>
        public void ReportStart()
        {
            if (Misses.Count > 0)
            {
                Report(_done);
            }
        }

        public void ReportOne() => Report(Interlocked.Increment(ref _done));

        public SegmentResults<TValue> Results()
        {
            var misses = Misses.ToDictionary(miss => miss.Key);
            for (var i = 0; i < _keys.Length; i++)
            {
                if (_values[i] is null)
                {
                    (_values[i], _origins[i]) = (misses[_keys[i]].Value, misses[_keys[i]].Origin);
                }
            }

            var computed = Misses.Count(miss => miss.IsComputed);
            return new SegmentResults<TValue>(_values!, new CacheUsage(_keys.Length, _keys.Length - computed, computed), _origins);
        }

        private void Report(int done)
        {
            if (!Cancellation.IsCancellationRequested)
            {
                Request.Progress?.Report(new ScoringProgress(done, _keys.Length));
            }
        }
    }
}
