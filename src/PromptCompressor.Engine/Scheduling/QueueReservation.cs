namespace PromptCompressor.Engine.Scheduling;

/// <summary>Capacity of the queue reserved for work of a request; disposing of it releases what is left. See <see cref="WorkQueue.Reserve"/>.</summary>
internal sealed class QueueReservation(WorkQueue queue, RequestQueue line, EncoderSpeed speed, long tokens) : IDisposable
{
    public RequestQueue Line => line;

    /// <summary>Tokens that have not run.</summary>
    public long Left { get; set; } = tokens;

    /// <summary>What they take a worker.</summary>
    public double Seconds => Left / speed.TokensPerSecond;

    /// <summary>Whether something waits for it.</summary>
    public bool IsWanted { get; set; } = true;

    /// <summary>Whether none of it that has not begun is to run.</summary>
    public bool IsDropped { get; set; }

    /// <inheritdoc cref="WorkQueue.LeaveBehind"/>
    public void LeaveBehind() => queue.LeaveBehind(this);

    /// <inheritdoc cref="WorkQueue.Recall"/>
    public void Recall() => queue.Recall(this);

    public void Dispose() => queue.Release(this);
}
