using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Limits;

public sealed class LargeWorkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly LargeWork _sut = new(Options.Create(new EngineOptions { QueueSeconds = 10 }));

    private readonly ManualResetEventSlim _gate = new();

    public void Dispose()
    {
        _gate.Set();
        _sut.Dispose();
        _gate.Dispose();
    }

    [Fact]
    public async Task Run_SmallText_RunsWhereItIs()
    {
        var thread = Environment.CurrentManagedThreadId;

        Assert.Equal(thread, await _sut.RunAsync(1000, () => Task.FromResult(Environment.CurrentManagedThreadId), CancellationToken.None));
    }

    /// <summary>What follows an await too: all that takes long is on few threads.</summary>
    [Fact]
    public async Task Run_LargeText_StaysOnItsThreads()
    {
        var names = await _sut.RunAsync(LargeWork.LeastLength, async () =>
        {
            var before = Thread.CurrentThread.Name;
            await Task.Yield();
            return (before, Thread.CurrentThread.Name);
        }, CancellationToken.None).WaitAsync(Patience);

        Assert.StartsWith("large-", names.before, StringComparison.Ordinal);
        Assert.StartsWith("large-", names.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_MoreThanCanBeDoneInTime_IsRefusedAndToldWhenToComeBack()
    {
        var running = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => _sut.RunAsync(20_000_000, Wait, CancellationToken.None)).Take(1).ToArray();

        var refusal = await Assert.ThrowsAsync<CompressionException>(() => _sut.RunAsync(100_000_000L * Environment.ProcessorCount, Wait, CancellationToken.None));

        Assert.Equal(CompressionErrorKind.Overloaded, refusal.Kind);
        Assert.True(refusal.RetryAfter > TimeSpan.FromSeconds(1));
        _gate.Set();
        await Task.WhenAll(running).WaitAsync(Patience);
        Assert.True(await _sut.RunAsync(1_000_000_000, Wait, CancellationToken.None).WaitAsync(Patience));
    }

    [Fact]
    public async Task Run_CallerLeftBeforeItsTurn_NeverBegins()
    {
        var others = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => _sut.RunAsync(LargeWork.LeastLength, Wait, CancellationToken.None)).ToArray();
        using var leaving = new CancellationTokenSource();
        var hasBegun = false;
        var waiting = _sut.RunAsync(LargeWork.LeastLength, () => Task.FromResult(hasBegun = true), leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        _gate.Set();
        await Task.WhenAll(others).WaitAsync(Patience);
        Assert.False(hasBegun);
    }

    private Task<bool> Wait()
    {
        _gate.Wait(Patience);
        return Task.FromResult(true);
    }
}
