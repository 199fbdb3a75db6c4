using System.Threading.Channels;

namespace PromptCompressor.Engine.Inference;

/// <summary>
/// Threads of their own for model runs: a run blocks for tens of milliseconds, and the thread pool must stay free for
/// requests. First come, first served; work whose caller has left is passed over.
/// </summary>
internal sealed class InferenceWorkers : IDisposable
{
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>();

    public InferenceWorkers(int count)
    {
        Count = count;
        for (var i = 0; i < count; i++)
        {
            new Thread(Loop) { IsBackground = true, Name = $"inference-{i}" }.Start();
        }
    }

    public int Count { get; }

    /// <summary>Runs work on one of the threads; its failure is the task's.</summary>
    public Task RunAsync(Action work, CancellationToken cancellation)
    {
        var item = new Work(work, cancellation);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(item), this);
        return item.Done.Task;
    }

    public void Dispose() => _queue.Writer.TryComplete();

    private void Loop()
    {
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_queue.Reader.TryRead(out var item))
            {
                item.Run();
            }
        }
    }

    private sealed class Work(Action action, CancellationToken cancellation)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run()
        {
            if (cancellation.IsCancellationRequested)
            {
                Done.TrySetCanceled(cancellation);
                return;
            }

            try
            {
                action();
                Done.TrySetResult();
            }
            catch (OperationCanceledException e)
            {
                Done.TrySetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                Done.TrySetException(e);
            }
        }
    }
}
