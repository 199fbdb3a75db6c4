using Polly.CircuitBreaker;
using Polly.Timeout;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisGuardTests
{
    private static readonly TimeSpan Break = TimeSpan.FromMinutes(1);

    private readonly List<Exception?> _opened = [];

    [Fact]
    public async Task Try_WorkThatIsDone_IsNoFailure()
    {
        var sut = CreateSut();

        Assert.Null(await TryAsync(sut, _ => default));
        Assert.Equal((0L, 0L, 0L), (sut.TimedOut, sut.Failed, sut.Rejected));
    }

    [Fact]
    public async Task Try_WorkThatHangs_IsGivenUp()
    {
        var sut = CreateSut();

        Assert.IsType<TimeoutRejectedException>(await TryAsync(sut, async token => await Task.Delay(Timeout.Infinite, token)));
        Assert.Equal((1L, 0L), (sut.TimedOut, sut.Failed));
    }

    [Fact]
    public async Task Try_FailuresInARow_OpenTheBreakerOnce()
    {
        var sut = CreateSut();
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull(await TryAsync(sut, _ => throw new InvalidOperationException()));
        }

        Assert.False(sut.IsClosed);
        Assert.IsType<InvalidOperationException>(Assert.Single(_opened));
        Assert.Equal((3L, 7L), (sut.Failed, sut.Rejected));
    }

    [Fact]
    public async Task Try_CallerLeaves_IsNoFailureOfRedis()
    {
        var sut = CreateSut(timeout: TimeSpan.FromMinutes(1));
        for (var i = 0; i < 10; i++)
        {
            using var leaving = new CancellationTokenSource(1);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
                await sut.TryAsync(async (_, token) => await Task.Delay(Timeout.Infinite, token), 0, leaving.Token));
        }

        Assert.True(sut.IsClosed);
        Assert.Equal((0L, 0L), (sut.TimedOut, sut.Failed));
    }

    [Fact]
    public async Task Try_OpenedByHand_RejectsWithoutRunning()
    {
        var control = new CircuitBreakerManualControl(isIsolated: true);
        var sut = CreateSut(control);
        var runs = 0;

        await TryAsync(sut, _ => Count());
        await control.CloseAsync();
        await TryAsync(sut, _ => Count());

        Assert.Equal((1, 1L), (runs, sut.Rejected));
        Assert.Empty(_opened);

        ValueTask Count()
        {
            runs++;
            return default;
        }
    }

    /// <summary>Neither does it stay open for as long as the clock was set back, nor does it close early.</summary>
    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task ClockJump_BreaksAsLongAsEver(int days)
    {
        var time = new JumpingTime();
        var sut = CreateSut(time: time);
        for (var i = 0; i < 3; i++)
        {
            await TryAsync(sut, _ => throw new InvalidOperationException());
        }

        time.Now = time.Now.AddDays(days);
        Assert.IsType<BrokenCircuitException>(await TryAsync(sut, _ => default));
        time.Timestamp += Break.Ticks;
        Assert.Null(await TryAsync(sut, _ => default));
    }

    private static ValueTask<Exception?> TryAsync(RedisCircuitBreaker sut, Func<CancellationToken, ValueTask> work) =>
        sut.TryAsync(static (work, token) => work(token), work, CancellationToken.None);

    private RedisCircuitBreaker CreateSut(CircuitBreakerManualControl? control = null, TimeSpan? timeout = null, TimeProvider? time = null) => new(new RedisCircuitBreaker.Setup
    {
        Timeout = timeout ?? TimeSpan.FromMilliseconds(20),
        BreakDuration = Break,
        Control = control,
        OnOpened = _opened.Add,
        Time = time ?? TimeProvider.System,
    });
}
