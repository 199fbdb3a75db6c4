using PromptCompressor.Core.Admission;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.UnitTests.Engine.Scheduling;

public sealed class InferenceWorkersTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_OneThatFails_FailsAlone(int maxBatch)
    {
        var gate = new TaskCompletionSource();
        var encoder = new FakeEncoder(maxBatch) { Gate = gate.Task };
        using var sut = new InferenceWorkers(1, TimeSpan.FromSeconds(10));
        using var reservation = sut.Reserve(new AdmissionTicket(Tenant.Default), encoder, []);
        var first = sut.RunAsync(reservation, encoder, [0], null, default);
        var runs = Enumerable.Range(1, 9).Select(i => sut.RunAsync(reservation, encoder, [i == 5 ? FakeEncoder.Poison : i], null, default)).ToArray();
        gate.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => runs[4].WaitAsync(Patience));
        for (var i = 1; i <= 9; i++)
        {
            if (i != 5)
            {
                Assert.Equal(i / 10f, (await runs[i - 1].WaitAsync(Patience))[0]);
            }
        }

        await first;
        Assert.Equal(maxBatch, encoder.Runs.Max());
    }

    [Fact]
    public async Task Run_CallerLeaves_ReturnsAtOnceAndNeverRuns()
    {
        var gate = new TaskCompletionSource();
        var encoder = new FakeEncoder { Gate = gate.Task };
        using var sut = new InferenceWorkers(1, TimeSpan.FromSeconds(10));
        using var reservation = sut.Reserve(new AdmissionTicket(Tenant.Default), encoder, []);
        using var leaving = new CancellationTokenSource();
        var running = sut.RunAsync(reservation, encoder, [1], null, default);
        var waiting = sut.RunAsync(reservation, encoder, [2], null, leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        gate.SetResult();
        await running.WaitAsync(Patience);
        await sut.RunAsync(reservation, encoder, [3], null, default).WaitAsync(Patience);
        Assert.Equal(2, encoder.Runs.Length);
    }

    [Fact]
    public async Task Dispose_EndsWhatWaitsAndWaitsForWhatRuns()
    {
        var gate = new TaskCompletionSource();
        var encoder = new FakeEncoder { Gate = gate.Task };
        var sut = new InferenceWorkers(1, TimeSpan.FromSeconds(10));
        using var reservation = sut.Reserve(new AdmissionTicket(Tenant.Default), encoder, []);
        var running = sut.RunAsync(reservation, encoder, [1], null, default);
        while (encoder.Runs.Length == 0)
        {
            await Task.Delay(1);
        }

        var waiting = sut.RunAsync(reservation, encoder, [2], null, default);

        var disposed = Task.Run(sut.Dispose);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.False(disposed.IsCompleted);
        gate.SetResult();
        await disposed.WaitAsync(Patience);
        Assert.Equal(0.1f, (await running)[0]);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sut.RunAsync(reservation, encoder, [3], null, default));
    }
}
