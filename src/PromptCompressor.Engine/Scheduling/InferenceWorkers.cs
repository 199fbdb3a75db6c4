using System.Diagnostics;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// Threads of their own for model runs: a run blocks for tens of milliseconds, and the thread pool must stay free for
/// requests.
/// </summary>
internal sealed class InferenceWorkers : IDisposable
{
    private readonly Thread[] _threads;

    /// <param name="count">How many runs go on at the same time.</param>
    /// <param name="limit">See <see cref="WorkQueue"/>.</param>
    public InferenceWorkers(int count, TimeSpan limit)
    {
        Queue = new WorkQueue(limit, count, TimeProvider.System);
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Loop) { IsBackground = true, Name = $"inference-{i}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public WorkQueue Queue { get; }

    public int Count => _threads.Length;

    /// <summary>Lets work in, see <see cref="WorkQueue.Reserve"/>.</summary>
    public QueueReservation Reserve(AdmissionTicket ticket, ISequenceEncoder encoder, IEnumerable<int[]> sequences)
    {
        var tokens = 0L;
        var content = default(HashCode);
        foreach (var ids in sequences)
        {
            tokens += ids.Length;
            content.AddBytes(MemoryMarshal.AsBytes<int>(ids));
        }

        return Queue.Reserve(ticket, encoder, tokens, content.ToHashCode());
    }

    /// <summary>Runs a sequence when its turn comes.</summary>
    /// <inheritdoc cref="WorkItem(QueueReservation, ISequenceEncoder, int[], StageTimings?, CancellationToken)"/>
    /// <returns>What the encoder says of it.</returns>
    public async Task<float[]> RunAsync(QueueReservation reservation, ISequenceEncoder encoder, int[] ids, StageTimings? timings, CancellationToken cancellation)
    {
        var item = new WorkItem(reservation, encoder, ids, timings, cancellation);

        // A caller that leaves need not wait for the turn.
        await using var leaving = cancellation.UnsafeRegister(static item => ((WorkItem)item!).Cancel(), item);
        Queue.Add(item);
        return await item.Done;
    }

    /// <summary>Drops what waits, and returns when nothing runs any more.</summary>
    public void Dispose()
    {
        Queue.Dispose();
        Array.ForEach(_threads, thread => thread.Join());
    }

    private void Loop()
    {
        while (Queue.Take() is { } batch)
        {
            batch.ForEach(item => item.Begin());
            Run(batch);
            batch.ForEach(Queue.Finish);
        }
    }

    private void Run(List<WorkItem> batch)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            // A run of several goes on even if one caller leaves.
            var results = batch[0].Encoder.Run([.. batch.Select(item => item.Ids)], batch.Count == 1 ? batch[0].Cancellation : CancellationToken.None);
            var time = Stopwatch.GetElapsedTime(start);
            Queue.Measure(batch[0].Encoder, batch.Sum(item => item.Ids.Length), time);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Complete(results[i], time / batch.Count);
            }
        }
        catch (Exception) when (batch.Count > 1)
        {
            // Whichever of them it was, it is to fail alone.
            batch.ForEach(item => Run([item]));
        }
        catch (OperationCanceledException)
        {
            batch[0].Cancel();
        }
        catch (Exception e)
        {
            batch[0].Fail(e);
        }
    }
}
