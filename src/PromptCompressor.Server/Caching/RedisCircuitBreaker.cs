using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PromptCompressor.Server.Caching;

/// <summary>
/// Runs commands so that Redis can do no harm: a time limit inside a circuit breaker, and no second try. Reading and writing
/// have one each, since a full server or a replica still reads.
/// </summary>
internal sealed class RedisCircuitBreaker
{
    /// <summary>Failures within <see cref="Window"/> that open the breaker, if they are half of all calls.</summary>
    private const int Failures = 3;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly ResiliencePipeline _pipeline;
    private readonly CircuitBreakerStateProvider _state = new();
    private long _timeouts;
    private long _failures;
    private long _rejected;

    /// <param name="setup">Time limit, breaker and the callback for its changes.</param>
    public RedisCircuitBreaker(Setup setup)
    {
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = new MonotonicTimeProvider(setup.Time) }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = 0.5,
                MinimumThroughput = Failures,
                SamplingDuration = Window,
                BreakDuration = setup.BreakDuration,
                ManualControl = setup.Control,
                StateProvider = _state,
                OnOpened = args =>
                {
                    if (!args.IsManual)
                    {
                        setup.OnOpened(args.Outcome.Exception);
                    }

                    return default;
                },
                OnClosed = args =>
                {
                    if (!args.IsManual)
                    {
                        setup.OnClosed();
                    }

                    return default;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = setup.Timeout })
            .Build();
    }

    /// <summary>Whether calls are let through.</summary>
    public bool IsClosed => _state.CircuitState == CircuitState.Closed;

    /// <summary>Calls that took too long.</summary>
    public long TimedOut => Interlocked.Read(ref _timeouts);

    /// <summary>Calls that failed in other ways.</summary>
    public long Failed => Interlocked.Read(ref _failures);

    /// <summary>Calls that were not made, since Redis was known to be down.</summary>
    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>Counts a call that was not even tried.</summary>
    public void Reject() => Interlocked.Increment(ref _rejected);

    /// <returns>Null if the work was done, else why not.</returns>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public async ValueTask<Exception?> TryAsync<TState>(
        Func<TState, CancellationToken, ValueTask> work, TState state, CancellationToken cancellation)
    {
        var context = ResilienceContextPool.Shared.Get(cancellation);
        try
        {
            // Outcomes instead of exceptions: an open breaker must cost nothing.
            var outcome = await _pipeline.ExecuteOutcomeAsync(RunAsync<TState>, context, (work, state));
            Count(outcome.Exception, cancellation);
            return outcome.Exception;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static async ValueTask<Outcome<bool>> RunAsync<TState>(
        ResilienceContext context, (Func<TState, CancellationToken, ValueTask> Work, TState State) call)
    {
        try
        {
            await call.Work(call.State, context.CancellationToken);
            return Outcome.FromResult(true);
        }
        catch (Exception e)
        {
            return Outcome.FromException<bool>(e);
        }
    }

    private void Count(Exception? exception, CancellationToken cancellation)
    {
        switch (exception)
        {
            case null:
                break;
            case BrokenCircuitException:
                Reject();
                break;
            case OperationCanceledException when cancellation.IsCancellationRequested:
                throw new OperationCanceledException(cancellation);
            case TimeoutRejectedException:
                Interlocked.Increment(ref _timeouts);
                break;
            default:
                Interlocked.Increment(ref _failures);
                break;
        }
    }

    /// <summary>How a breaker is set up.</summary>
    public sealed record Setup
    {
        public required TimeSpan Timeout { get; init; }

        /// <summary>After it an open breaker lets one call through to try.</summary>
        public required TimeSpan BreakDuration { get; init; }

        /// <summary>Opens and closes the breaker by hand, without the callback.</summary>
        public CircuitBreakerManualControl? Control { get; init; }

        /// <summary>Called once when calls have opened the breaker, with the last one's failure.</summary>
        public required Action<Exception?> OnOpened { get; init; }

        /// <summary>Called once when a call has closed it.</summary>
        public Action OnClosed { get; init; } = () => { };

        public TimeProvider Time { get; init; } = TimeProvider.System;
    }
}
