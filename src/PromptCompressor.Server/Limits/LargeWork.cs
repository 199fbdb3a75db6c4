using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Limits;

/// <summary>
/// Runs what is done for large bodies beside the model (counting, splitting, choosing) on a few threads of its own: it takes seconds, and the threads that answer
/// probes and small requests stay free. What waits is bounded by the time it takes, as the model's queue is.
/// </summary>
internal sealed class LargeWork : IDisposable
{
    /// <summary>Smaller texts, in characters or bytes, take milliseconds, and run where they are.</summary>
    public const int LeastLength = 256 * 1024;

    /// <summary>Before the first was measured.</summary>
    private const double AssumedPerSecond = 2_000_000;

    private const double Memory = 0.8;

    private readonly Lock _lock = new();
    private readonly FewThreads _threads;
    private readonly double _limit;
    private long _waiting;
    private double _length;
    private double _seconds;

    public LargeWork(IOptions<EngineOptions> options)
    {
        _limit = options.Value.QueueSeconds;
        _threads = new FewThreads("large", Math.Max(1, Environment.ProcessorCount / 2), Spend);
    }

    private double PerSecond => _seconds > 0 ? _length / _seconds : AssumedPerSecond;

    /// <param name="length">The length of the text or body that the work reads.</param>
    /// <param name="work">Between its awaits it is one of few.</param>
    /// <param name="cancellation">The caller left: work that has not begun does not begin.</param>
    /// <exception cref="CompressionException">More waits than can be done in time.</exception>
    public Task<T> RunAsync<T>(long length, Func<Task<T>> work, CancellationToken cancellation) => length < LeastLength ? work() : RunLargeAsync(length, work, cancellation);

    public void Dispose() => _threads.Dispose();

    private async Task<T> RunLargeAsync<T>(long length, Func<Task<T>> work, CancellationToken cancellation)
    {
        Enter(length);
        try
        {
            return await new Turn<T>(work).RunAsync(_threads, cancellation);
        }
        finally
        {
            lock (_lock)
            {
                _waiting -= length;
                (_length, _seconds) = ((_length * Memory) + length, _seconds * Memory);
            }
        }
    }

    private void Enter(long length)
    {
        lock (_lock)
        {
            // One is always let in, however large it is.
            var seconds = (_waiting + length) / PerSecond / _threads.MaximumConcurrencyLevel;
            if (_waiting > 0 && seconds > _limit)
            {
                throw Overload.Refusal($"Large requests wait for longer than {_limit:0.#} seconds (Engine:QueueSeconds); try again later.", TimeSpan.FromSeconds(seconds - _limit));
            }

            _waiting += length;
        }
    }

    private void Spend(TimeSpan time)
    {
        lock (_lock)
        {
            _seconds += time.TotalSeconds;
        }
    }

    /// <summary>Work that waits for a thread. If the caller leaves before, it ends at once; once begun it looks after that itself.</summary>
    private sealed class Turn<T>(Func<Task<T>> work)
    {
        private readonly TaskCompletionSource<T> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _isDecided;

        public async Task<T> RunAsync(TaskScheduler scheduler, CancellationToken cancellation)
        {
            var run = Task.Factory.StartNew(Begin, CancellationToken.None, TaskCreationOptions.DenyChildAttach, scheduler).Unwrap();
            await using var leaving = cancellation.UnsafeRegister(static (turn, token) => ((Turn<T>)turn!).Leave(token), this);
            return await await Task.WhenAny(run, _left.Task);
        }

        private Task<T> Begin() => Interlocked.Exchange(ref _isDecided, 1) == 0 ? work() : _left.Task;

        private void Leave(CancellationToken token)
        {
            if (Interlocked.Exchange(ref _isDecided, 1) == 0)
            {
                _left.TrySetCanceled(token);
            }
        }
    }
}
