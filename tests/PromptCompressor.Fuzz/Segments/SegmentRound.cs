using System.Collections.Concurrent;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Segments;

/// <summary>
/// One round: some requests at once, each answered with the right values or with a failure that was its own; then nothing is left in
/// flight or reserved, and a last request for everything is answered.
/// </summary>
internal sealed class SegmentRound
{
    private const int MostRequests = 16;
    private const int MostSegments = 40;

    /// <summary>A round takes milliseconds; a busy machine is not to be taken for a request that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Random _random;
    private readonly FakeSegmentModel _model;
    private readonly UnreliableCache _cache;
    private readonly CachedSegments<string, string> _sut;
    private readonly ConcurrentBag<string> _outcomes = [];
    private readonly string[] _segments;
    private readonly bool _isCaching;
    private readonly int _failing;
    private readonly int _refusing;
    private readonly int _leaving;
    private readonly int _storesFailing;

    public SegmentRound(int number)
    {
        _random = new Random(number);
        _isCaching = _random.Next(4) > 0;
        _model = new FakeSegmentModel(_random.Next(2) == 0 ? 1 : 16) { OnCompute = ComputeAsync, OnReserve = Reserve };
        _cache = new UnreliableCache(_isCaching ? 1 << 24 : 0) { OnStore = StoreAsync };
        _sut = new CachedSegments<string, string>(_model, _cache);
        _segments = [.. Enumerable.Range(0, 1 + _random.Next(MostSegments)).Select(i => $"segment {i}")];
        _failing = Percent(0, 10, 50, 80);
        _refusing = Percent(0, 0, 20, 60);
        _leaving = Percent(0, 20, 50, 90);
        _storesFailing = Percent(0, 0, 0, 30);
    }

    /// <returns>What happened to the requests.</returns>
    public async Task<IEnumerable<string>> RunAsync()
    {
        // Everything random about the requests is drawn before they run; what happens while they run is drawn from Random.Shared.
        var requests = Enumerable.Range(0, 2 + _random.Next(MostRequests - 1))
            .Select(_ => (Segments: Pick(), Leaves: _random.Next(100) < _leaving, Finishes: _random.Next(3) == 0, Delay: _random.Next(3_000)))
            .ToArray();
        var running = requests.Select(one => Task.Run(() => RequestAsync(one.Segments, one.Leaves, one.Finishes, one.Delay))).ToArray();
        try
        {
            await Task.WhenAll(running).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new FuzzException($"{running.Count(one => !one.IsCompleted)} of {running.Length} requests are not answered, batch size {_model.BatchSize}");
        }

        await CheckNothingIsLeftAsync();
        await CheckLastRequestAsync();
        FuzzException.Unless(
            !_isCaching || _storesFailing > 0 || _model.Computed.Values.All(times => times == 1), "a segment is computed with success more than once");
        return _outcomes.Append($"batch size {_model.BatchSize}: a round");
    }

    private int Percent(params int[] choices) => choices[_random.Next(choices.Length)];

    /// <summary>A run of segments that most requests have a part of, in any order, sometimes with equal ones.</summary>
    private string[] Pick()
    {
        var picked = Enumerable.Range(0, 1 + _random.Next(_segments.Length)).Select(_ => _segments[_random.Next(_segments.Length)]);
        return [.. _random.Next(2) == 0 ? picked : _segments.Where(_ => _random.Next(3) > 0).Append(_segments[0])];
    }

    private async Task RequestAsync(string[] segments, bool leaves, bool finishes, int delay)
    {
        using var leaving = new CancellationTokenSource();
        var request = new SegmentRequest(new AdmissionTicket(Tenant.Default), new StageTimings()) { FinishWhenCancelled = finishes };
        var answer = _sut.GetAsync(segments, request, leaving.Token);
        if (leaves)
        {
            Thread.SpinWait(delay);
            await leaving.CancelAsync();
        }

        _outcomes.Add($"batch size {_model.BatchSize}: {await OutcomeAsync(answer, segments, leaves)}");
    }

    private static async Task<string> OutcomeAsync(Task<SegmentResults<string>> answer, string[] segments, bool leaves)
    {
        try
        {
            Check(segments, await answer);
            return "answered";
        }
        catch (OperationCanceledException) when (leaves)
        {
            return "left";
        }
        catch (ModelFailedException)
        {
            return "the model failed";
        }
        catch (CompressionException e) when (e.Kind == CompressionErrorKind.Overloaded)
        {
            return "refused";
        }
        catch (IOException)
        {
            return "storing failed";
        }
    }

    private static void Check(string[] segments, SegmentResults<string> results)
    {
        FuzzException.Unless(results.Values.SequenceEqual(segments.Select(FakeSegmentModel.ValueOf)), "a value is not that of its segment");
        var use = results.Use;
        FuzzException.Unless(use.Segments == segments.Length && use.Hits + use.Misses == use.Segments, "hits and misses are not the number of segments");
        FuzzException.Unless(use.Misses <= segments.Distinct().Count(), "equal segments are counted twice");
    }

    /// <summary>Requests that were cancelled may have left work behind that finishes now.</summary>
    private async Task CheckNothingIsLeftAsync()
    {
        var end = DateTime.UtcNow + Patience;
        while ((_sut.InFlight, _model.Reserved) is not (0, 0))
        {
            FuzzException.Unless(DateTime.UtcNow < end, $"{_sut.InFlight} segments stay in flight, {_model.Reserved} reservations are not released");
            await Task.Yield();
        }
    }

    private async Task CheckLastRequestAsync()
    {
        (_model.OnCompute, _model.OnReserve, _cache.OnStore) = ((_, _) => Task.CompletedTask, _ => { }, () => Task.CompletedTask);
        try
        {
            var request = new SegmentRequest(new AdmissionTicket(Tenant.Default), new StageTimings());
            Check(_segments, await _sut.GetAsync(_segments, request, CancellationToken.None).WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            throw new FuzzException("a later request is not answered");
        }

        await CheckNothingIsLeftAsync();
    }

    private static bool Happens(int percent) => Random.Shared.Next(100) < percent;

    private void Reserve(IReadOnlyList<string> segments)
    {
        Thread.SpinWait(Random.Shared.Next(200));
        if (Happens(_refusing))
        {
            throw new CompressionException(CompressionErrorKind.Overloaded, "full");
        }
    }

    private async Task ComputeAsync(IReadOnlyList<string> segments, CancellationToken cancellation)
    {
        if (Happens(50))
        {
            await Task.Yield();
        }

        Thread.SpinWait(Random.Shared.Next(300));
        if (Happens(5))
        {
            await Task.Delay(1, cancellation);
        }

        cancellation.ThrowIfCancellationRequested();
        if (Happens(_failing))
        {
            throw new ModelFailedException();
        }
    }

    private async Task StoreAsync()
    {
        if (Happens(20))
        {
            await Task.Yield();
        }

        if (Happens(_storesFailing))
        {
            throw new IOException("the cache failed");
        }
    }

    private sealed class ModelFailedException : Exception;
}
