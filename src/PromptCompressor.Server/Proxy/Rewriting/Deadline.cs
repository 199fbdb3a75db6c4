namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>When the time is over that a request may be held back.</summary>
/// <param name="budget">From now on.</param>
/// <param name="time">The clock.</param>
internal sealed class Deadline(TimeSpan budget, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>The whole time.</summary>
    public TimeSpan Budget => budget;

    /// <summary>Waits until work is done or failed, or the time is over.</summary>
    /// <exception cref="OperationCanceledException">The client left.</exception>
    public async Task WaitAsync(Task work, CancellationToken cancellation)
    {
        var left = budget - time.GetElapsedTime(_start);
        await work.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }
}
