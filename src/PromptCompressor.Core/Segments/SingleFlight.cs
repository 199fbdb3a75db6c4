using System.Collections.Concurrent;

namespace PromptCompressor.Core.Segments;

/// <summary>
/// Lets callers that need the value of a key at the same time share one computation: the first becomes the leader and computes it,
/// the others wait for the leader's flight. A leader's failure is its own; the others try again, and one of them becomes the next leader.
/// </summary>
internal sealed class SingleFlight<TKey, TValue>
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, Flight> _flights = new();

    /// <summary>Flights that are not complete.</summary>
    public int Count => _flights.Count;

    /// <summary>Returns the key's flight. Never waits.</summary>
    /// <param name="key">What is to be computed.</param>
    /// <param name="waiters">Counts those that wait for it, if the caller becomes the leader.</param>
    /// <param name="isLeader">Whether the caller has become the leader and must <see cref="Complete"/> the flight, whatever happens.</param>
    public Flight Join(TKey key, Waiters waiters, out bool isLeader)
    {
        var own = new Flight(key, waiters);
        var flight = _flights.GetOrAdd(key, own);
        isLeader = flight == own;
        return flight;
    }

    /// <summary>Ends a flight. A flight without a value has failed for those that wait.</summary>
    public void Complete(Flight flight)
    {
        // The entry is removed before the waiting callers wake up, so that one of them can become the leader.
        _flights.TryRemove(KeyValuePair.Create(flight.Key, flight));
        flight.Fail();
    }

    internal sealed class Flight(TKey key, Waiters waiters)
    {
        private readonly TaskCompletionSource<TValue?> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TKey Key => key;

        /// <summary>Those that wait for what the leader computes, this flight among it.</summary>
        public Waiters Waiters => waiters;

        /// <summary>The value, or null if the leader ended without one.</summary>
        public Task<TValue?> Value => _value.Task;

        /// <summary>
        /// Gives the value to those that wait. The flight goes on until it is completed: callers that looked in the cache before
        /// the value was stored there find it here.
        /// </summary>
        public void Publish(TValue value) => _value.TrySetResult(value);

        public void Fail() => _value.TrySetResult(null);
    }
}
