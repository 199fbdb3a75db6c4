using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>One sequence that is to run.</summary>
internal sealed class WorkItem
{
    private readonly TaskCompletionSource<float[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StageTimings? _timings;
    private readonly StageTimings.Measurement? _waiting;

    /// <param name="reservation">The capacity that it uses.</param>
    /// <param name="encoder">What runs it.</param>
    /// <param name="ids">The sequence, special tokens included.</param>
    /// <param name="timings">Receives how long it waited and ran.</param>
    /// <param name="cancellation">Cancelled when the caller has left.</param>
    public WorkItem(QueueReservation reservation, ISequenceEncoder encoder, int[] ids, StageTimings? timings, CancellationToken cancellation)
    {
        (Reservation, Encoder, Ids, Cancellation) = (reservation, encoder, ids, cancellation);
        _timings = timings;
        _waiting = timings?.Measure(Stage.Queue);
        PaddedLength = encoder.PaddedLength(ids.Length);
    }

    public QueueReservation Reservation { get; }

    public ISequenceEncoder Encoder { get; }

    public int[] Ids { get; }

    public int PaddedLength { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What the encoder says of it.</summary>
    public Task<float[]> Done => _done.Task;

    /// <summary>Items that are equal in this run together, without adding to each other's padding.</summary>
    public bool CanRunWith(WorkItem other) => Encoder == other.Encoder && PaddedLength == other.PaddedLength;

    public void Begin() => _waiting?.Dispose();

    public void Complete(float[] keep, TimeSpan time)
    {
        _timings?.Add(Stage.Infer, time);
        _done.TrySetResult(keep);
    }

    public void Fail(Exception exception) => _done.TrySetException(exception);

    public void Cancel() => _done.TrySetCanceled(Cancellation);
}
