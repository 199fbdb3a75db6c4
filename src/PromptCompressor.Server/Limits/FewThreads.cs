using System.Diagnostics;

namespace PromptCompressor.Server.Limits;

/// <summary>Threads that run nothing but tasks given to them, and what follows their awaits.</summary>
internal sealed class FewThreads : TaskScheduler, IDisposable
{
    private readonly LinkedList<Task> _tasks = [];
    private readonly Thread[] _threads;
    private readonly Action<TimeSpan> _onSpent;
    private bool _isDisposed;

    /// <param name="name">What the threads are called, with a number behind it.</param>
    /// <param name="count">Number of threads.</param>
    /// <param name="onSpent">Receives how long each task had a thread.</param>
    public FewThreads(string name, int count, Action<TimeSpan> onSpent)
    {
        _onSpent = onSpent;
        _threads = [.. Enumerable.Range(0, count).Select(i => new Thread(Loop) { IsBackground = true, Name = $"{name}-{i}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    public override int MaximumConcurrencyLevel => _threads.Length;

    // What was begun ends: the threads take all that is left before they go.
    public void Dispose()
    {
        lock (_tasks)
        {
            _isDisposed = true;
            Monitor.PulseAll(_tasks);
        }
    }

    protected override void QueueTask(Task task)
    {
        lock (_tasks)
        {
            _tasks.AddLast(task);
            Monitor.Pulse(_tasks);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_tasks)
        {
            return [.. _tasks];
        }
    }

    private void Loop()
    {
        while (Next() is { } task)
        {
            var start = Stopwatch.GetTimestamp();
            TryExecuteTask(task);
            _onSpent(Stopwatch.GetElapsedTime(start));
        }
    }

    private Task? Next()
    {
        lock (_tasks)
        {
            while (_tasks.Count == 0)
            {
                if (_isDisposed)
                {
                    return null;
                }

                Monitor.Wait(_tasks);
            }

            var task = _tasks.First!.Value;
            _tasks.RemoveFirst();
            return task;
        }
    }
}
