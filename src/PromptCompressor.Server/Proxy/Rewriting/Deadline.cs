namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>When the time is over that a request may be held back.</summary>
/// <param name="budget">From now on.</param>
/// <param name="time">The clock.</param>
internal sealed class Deadline(TimeSpan budget, TimeProvider time)
{
    private const int Open = 0;
    private const int OfTexts = 1;
    private const int Abandoned = 2;

    private readonly long _start = time.GetTimestamp();
    private int _state;

    /// <summary>The whole time.</summary>
    public TimeSpan Budget => budget;

    /// <summary>From here on each text keeps to the deadline by itself.</summary>
    /// <exception cref="TimeoutException">The request has gone on without them.</exception>
    public void LeaveToTexts()
    {
        if (Interlocked.CompareExchange(ref _state, OfTexts, Open) == Abandoned)
        {
            throw new TimeoutException();
        }
    }

    /// <summary>Lets the request go on as it came, if its texts are not known yet.</summary>
    /// <returns>False if they are: what becomes of them comes in time.</returns>
    public bool TryAbandon() => Interlocked.CompareExchange(ref _state, Abandoned, Open) == Open;

    /// <summary>The result of work that is done in time.</summary>
    /// <exception cref="TimeoutException">It is not.</exception>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task<T> WithinAsync<T>(Task<T> work, CancellationToken cancellation)
    {
        await WaitAsync(work, cancellation);
        return work.IsCompleted ? await work : throw new TimeoutException();
    }

    /// <summary>Waits until work is done or failed, or the time is over.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task WaitAsync(Task work, CancellationToken cancellation)
    {
        var left = budget - time.GetElapsedTime(_start);
        await work.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
