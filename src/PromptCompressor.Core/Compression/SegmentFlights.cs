using System.Collections.Concurrent;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// Lets requests that miss the same segment at the same time share one run of the model. The first of them leads and computes
/// under its own cancellation; the others wait. If the leader fails or leaves, its failure is its own: one of those who wait
/// takes over.
/// </summary>
internal sealed class SegmentFlights
{
    // A flight without a result (null) is one whose leader gave up.
    private readonly ConcurrentDictionary<SegmentKey, TaskCompletionSource<byte[]?>> _flights = new();

    /// <summary>Flights that have not landed.</summary>
    public int Count => _flights.Count;

    /// <returns>
    /// The value, and whether this call led. A leader must <see cref="Land"/> the key once the value is in the cache; until then
    /// latecomers that have missed it there find it here.
    /// </returns>
    public async ValueTask<(byte[] Value, bool Led)> JoinAsync(
        SegmentKey key, Func<CancellationToken, ValueTask<byte[]>> compute, CancellationToken cancellation)
    {
        var mine = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (true)
        {
            var flight = _flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                return (await LeadAsync(key, mine, compute, cancellation), true);
            }

            if (await flight.Task.WaitAsync(cancellation) is { } value)
            {
                return (value, false);
            }
        }
    }

    /// <summary>Whether somebody is computing it, or has and the value is not in the cache yet.</summary>
    public bool Has(SegmentKey key) => _flights.ContainsKey(key);

    public void Land(SegmentKey key) => _flights.TryRemove(key, out _);

    private async ValueTask<byte[]> LeadAsync(
        SegmentKey key, TaskCompletionSource<byte[]?> flight, Func<CancellationToken, ValueTask<byte[]>> compute, CancellationToken cancellation)
    {
        try
        {
            var value = await compute(cancellation);
            flight.SetResult(value);
            return value;
        }
        catch
        {
            // Out of the way first: who wakes up must be able to lead.
            Land(key);
            flight.SetResult(null);
            throw;
        }
    }
}
