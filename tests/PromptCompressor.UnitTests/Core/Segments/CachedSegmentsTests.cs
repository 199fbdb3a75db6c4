using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Segments;

/// <summary>
/// Requests at the same time share runs of the model, and no failures. A call of <c>GetAsync</c> leads or follows all of its segments
/// before it returns its task, so the order of calls is the order in which requests become leaders.
/// </summary>
public sealed class CachedSegmentsTests
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FaultyCache _cache = new();

    private static SegmentRequest Finishing => NewRequest() with { FinishWhenCancelled = true };

    public static TheoryData<int> BatchSizes => [1, 16];

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_SameSegmentsAtOnce_RunOnce(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);

        var requests = Enumerable.Range(0, 50).Select(_ => GetAsync(sut, ["a", "b", "c"])).ToArray();
        Array.ForEach(await runs.NextAsync(batchSize == 1 ? 3 : 1), run => run.Finish());
        var answers = await Task.WhenAll(requests).WaitAsync(Patience);

        Assert.Equal([1, 1, 1], model.Computed.Values);
        Assert.Equal(3, answers.Sum(answer => answer.Use.Misses));
        Assert.All(answers, answer => AssertValues(["a", "b", "c"], answer));
        Assert.Equal((147L, 3L), (sut.Reuse.Totals.Hits, sut.Reuse.Totals.Misses));
        AssertIdle(sut, model);
    }

    [Fact]
    public async Task Get_ManySegments_AreReservedTogetherAndComputedInBatches()
    {
        var model = new FakeSegmentModel(batchSize: 16);
        string[] segments = [.. Enumerable.Range(0, 35).Select(i => $"{i}")];

        AssertValues(segments, await GetAsync(new(model, _cache), segments));

        Assert.Equal(segments, Assert.Single(model.Reservations));
        Assert.Equal([3, 16, 16], model.Batches.Select(batch => batch.Length).Order());
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_EqualSegments_AreComputedAndCountedOnce(int batchSize)
    {
        var model = new FakeSegmentModel(batchSize);
        var sut = new CachedSegments<string, string>(model, _cache);
        await GetAsync(sut, ["a"]);

        var answer = await GetAsync(sut, ["b", "a", "c", "b", "a"]);

        AssertValues(["b", "a", "c", "b", "a"], answer);
        Assert.Equal(new CacheUsage(5, 3, 2), answer.Use);
        Assert.Equal([ValueSource.Computed, ValueSource.Memory, ValueSource.Computed, ValueSource.Computed, ValueSource.Memory], answer.Origins);
    }

    [Fact]
    public async Task Get_OtherNamespace_SharesNothing()
    {
        var model = new FakeSegmentModel(1);
        var sut = new CachedSegments<string, string>(model, _cache);

        var misses = new List<int>();
        foreach (var (name, space) in new[] { ("anna", "x"), ("ben", "y"), ("carla", "x") })
        {
            var request = new SegmentRequest(new AdmissionTicket(new Tenant(name, space)), new StageTimings());
            misses.Add((await sut.GetAsync(["a"], request, default)).Use.Misses);
        }

        Assert.Equal([1, 1, 0], misses);
    }

    [Fact]
    public async Task Get_StoredBytesThatCannotBeTheValue_AreComputedAnew()
    {
        var model = new FakeSegmentModel(1);
        var sut = new CachedSegments<string, string>(model, _cache);
        var key = SegmentKey.Of(new CacheScope("default", "text/1", "fake", "0"), "a");
        await _cache.SetManyAsync(new[] { key }, new[] { "damaged"u8.ToArray() }, default);

        var first = await GetAsync(sut, ["a"]);
        var second = await GetAsync(sut, ["a"]);

        AssertValues(["a"], first);
        Assert.Equal((1, 0), (first.Use.Misses, second.Use.Misses));
    }

    /// <summary>The value is stored after this request has looked, by one that is complete before this one leads.</summary>
    [Fact]
    public async Task Get_StoredSinceTheLookup_IsNotComputedAgain()
    {
        var model = new FakeSegmentModel(1);
        var sut = new CachedSegments<string, string>(model, _cache);
        Task? other = null;
        _cache.OnFound = () =>
        {
            _cache.OnFound = () => { };
            other = GetAsync(sut, ["a"]);
            other.Wait(Patience);
        };

        var answer = await GetAsync(sut, ["a"]);

        Assert.Equal((new CacheUsage(1, 1, 0), ValueSource.Memory), (answer.Use, answer.Origins[0]));
        Assert.Equal(1, model.Computed["a"]);
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_OverlappingRequests_ReserveOnlyWhatTheyLead(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);

        var first = GetAsync(sut, ["a", "b", "c"]);
        var second = GetAsync(sut, ["b", "c", "d"]);
        Array.ForEach(await runs.NextAsync(batchSize == 1 ? 4 : 2), run => run.Finish());

        AssertValues(["a", "b", "c"], await first.WaitAsync(Patience));
        var answer = await second.WaitAsync(Patience);
        AssertValues(["b", "c", "d"], answer);
        Assert.Equal(new CacheUsage(3, 2, 1), answer.Use);
        Assert.All(answer.Origins, origin => Assert.Equal(ValueSource.Computed, origin));
        Assert.Equal([["a", "b", "c"], ["d"]], model.Reservations);
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_BegunBeforeTheLeaderHasReserved_Follows(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        Task<SegmentResults<string>>? second = null;
        model.OnReserve = _ =>
        {
            model.OnReserve = _ => { };
            second = GetAsync(sut, ["b", "a"]);
        };

        var first = GetAsync(sut, ["a"]);
        var third = GetAsync(sut, ["a", "b", "c"]);
        Array.ForEach(await runs.NextAsync(3), run => run.Finish());

        AssertValues(["a"], await first.WaitAsync(Patience));
        AssertValues(["b", "a"], await second!.WaitAsync(Patience));
        AssertValues(["a", "b", "c"], await third.WaitAsync(Patience));
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_LeaderFails_FailsAlone(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);

        var leader = GetAsync(sut, ["a"]);
        var followers = Enumerable.Range(0, 10).Select(_ => GetAsync(sut, ["a"])).ToArray();
        (await runs.NextAsync()).Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        (await runs.NextAsync()).Finish();

        var answers = await Task.WhenAll(followers).WaitAsync(Patience);
        Assert.All(answers, answer => AssertValues(["a"], answer));
        Assert.Equal((1, 2), (answers.Sum(answer => answer.Use.Misses), model.Batches.Count));
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_LeaderIsCancelled_AnotherTakesOver(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        using var leaving = new CancellationTokenSource();

        var leader = GetAsync(sut, ["a"], leaving.Token);
        var followers = Enumerable.Range(0, 10).Select(_ => GetAsync(sut, ["a"])).ToArray();
        await runs.NextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        (await runs.NextAsync()).Finish();

        var answers = await Task.WhenAll(followers).WaitAsync(Patience);
        Assert.All(answers, answer => AssertValues(["a"], answer));
        Assert.Equal((1, 2), (answers.Sum(answer => answer.Use.Misses), model.Batches.Count));
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_LeaderIsRefused_AnotherTakesOver(int batchSize)
    {
        var model = new FakeSegmentModel(batchSize);
        var sut = new CachedSegments<string, string>(model, _cache);
        Task<SegmentResults<string>>? follower = null;
        model.OnReserve = _ =>
        {
            model.OnReserve = _ => { };
            follower = GetAsync(sut, ["a", "b"]);
            throw new CompressionException(CompressionErrorKind.Overloaded, "full");
        };

        await Assert.ThrowsAsync<CompressionException>(() => GetAsync(sut, ["a", "b"]));

        AssertValues(["a", "b"], await follower!.WaitAsync(Patience));
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_TakeOverIsRefused_FailsThatRequestAlone(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);

        var leader = GetAsync(sut, ["a"]);
        var refused = GetAsync(sut, ["a"]);
        var isRefused = 0;
        model.OnReserve = _ =>
        {
            if (Interlocked.Exchange(ref isRefused, 1) == 0)
            {
                throw new CompressionException(CompressionErrorKind.Overloaded, "full");
            }
        };
        (await runs.NextAsync()).Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        await Assert.ThrowsAsync<CompressionException>(() => refused.WaitAsync(Patience));

        var later = GetAsync(sut, ["a"]);
        (await runs.NextAsync()).Finish();
        AssertValues(["a"], await later.WaitAsync(Patience));
        AssertIdle(sut, model);
    }

    /// <summary>The leader of "a" fails at each point of the other request's own run: before it begins, while it runs, after it.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(16, 0)]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    public async Task Get_LeaderFailsWhileAnotherComputes_IsTakenOverInARunOfItsOwn(int batchSize, int moment)
    {
        var (sut, model, runs) = Gated(batchSize);
        var leader = GetAsync(sut, ["a"]);
        var leading = await runs.NextAsync();
        if (moment == 0)
        {
            model.OnReserve = _ =>
            {
                model.OnReserve = _ => { };
                leading.Fail();
                Assert.IsType<InvalidOperationException>(Assert.Throws<AggregateException>(() => leader.Wait(Patience)).InnerException);
            };
        }

        var request = GetAsync(sut, ["b", "a"]);
        var own = await runs.NextAsync();
        Assert.Equal(["b"], own.Segments);
        if (moment == 1)
        {
            leading.Fail();
            await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        }

        own.Finish();
        if (moment == 2)
        {
            await EventuallyAsync(() => sut.InFlight == 1);
            leading.Fail();
        }

        var takenOver = await runs.NextAsync();
        Assert.Equal(["a"], takenOver.Segments);
        takenOver.Finish();

        var answer = await request.WaitAsync(Patience);
        AssertValues(["b", "a"], answer);
        Assert.Equal(new CacheUsage(2, 0, 2), answer.Use);
        Assert.Equal([["a"], ["b"], ["a"]], model.Reservations);
        AssertIdle(sut, model);
    }

    [Fact]
    public async Task Get_ALeaderOfManyFails_AllAreTakenOverTogether()
    {
        var (sut, model, runs) = Gated(batchSize: 16);
        string[] segments = [.. Enumerable.Range(0, 16).Select(i => $"{i}")];

        var leader = GetAsync(sut, segments);
        var follower = GetAsync(sut, segments);
        (await runs.NextAsync()).Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        (await runs.NextAsync()).Finish();

        AssertValues(segments, await follower.WaitAsync(Patience));
        Assert.Equal(2, model.Batches.Count);
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_SegmentThatAlwaysFails_FailsEveryRequestAndLeavesNothing(int batchSize)
    {
        var model = new FakeSegmentModel(batchSize) { OnCompute = (_, _) => throw new InvalidOperationException("the model failed") };
        var sut = new CachedSegments<string, string>(model, _cache);

        var requests = Enumerable.Range(0, 10).Select(_ => Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(sut, ["a"])));

        await Task.WhenAll(requests).WaitAsync(Patience);
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_FollowerIsCancelled_LeaderGoesOn(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        using var leaving = new CancellationTokenSource();

        var leader = GetAsync(sut, ["a"]);
        var follower = GetAsync(sut, ["a"], leaving.Token);
        var run = await runs.NextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.WaitAsync(Patience));
        run.Finish();

        AssertValues(["a"], await leader.WaitAsync(Patience));
        Assert.Single(model.Batches);
        AssertIdle(sut, model);
    }

    /// <summary>What was computed before a request ended is stored; the rest is not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Get_CancelledOrFailed_StoresWhatItHasComputed(bool isCancelled)
    {
        var (sut, model, runs) = Gated(batchSize: 1);
        using var leaving = new CancellationTokenSource();

        var request = GetAsync(sut, ["a", "b"], leaving.Token);
        var follower = GetAsync(sut, ["a"]);
        var both = await runs.NextAsync(2);
        both[0].Finish();
        await follower.WaitAsync(Patience);
        if (isCancelled)
        {
            await leaving.CancelAsync();
        }
        else
        {
            both[1].Fail();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => request.WaitAsync(Patience));
        AssertIdle(sut, model);
        var later = GetAsync(sut, ["a", "b"]);
        (await runs.NextAsync()).Finish();
        Assert.Equal([ValueSource.Memory, ValueSource.Computed], (await later.WaitAsync(Patience)).Origins);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_StoringFails_TheFlightsEndAndFollowersHaveTheirValues(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        _cache.OnStore = () =>
        {
            _cache.OnStore = () => { };
            throw new IOException("the cache failed");
        };

        var leader = GetAsync(sut, ["a"]);
        var follower = GetAsync(sut, ["a"]);
        (await runs.NextAsync()).Finish();

        await Assert.ThrowsAsync<IOException>(() => leader.WaitAsync(Patience));
        AssertValues(["a"], await follower.WaitAsync(Patience));
        AssertIdle(sut, model);
        var later = GetAsync(sut, ["a"]);
        (await runs.NextAsync()).Finish();
        AssertValues(["a"], await later.WaitAsync(Patience));
    }

    [Fact]
    public async Task Get_LookupFails_LeavesNothing()
    {
        var model = new FakeSegmentModel(1);
        var sut = new CachedSegments<string, string>(model, _cache);
        _cache.OnFound = () => throw new IOException("the cache failed");

        await Assert.ThrowsAsync<IOException>(() => GetAsync(sut, ["a"]));

        AssertIdle(sut, model);
        Assert.Empty(model.Reservations);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_CancelledBefore_LeadsNothing(int batchSize)
    {
        var model = new FakeSegmentModel(batchSize);
        var sut = new CachedSegments<string, string>(model, _cache);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(sut, ["a"], new CancellationToken(true)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GetAsync(sut, ["a"], Finishing, new CancellationToken(true)));

        AssertIdle(sut, model);
        Assert.Empty(model.Reservations);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_FinishWhenCancelled_ReturnsAtOnceAndStoresLater(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        using var leaving = new CancellationTokenSource();

        var request = GetAsync(sut, ["a", "b"], Finishing, leaving.Token);
        var begun = await runs.NextAsync(batchSize == 1 ? 2 : 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Patience));
        Assert.Equal((2, 1, 1), (sut.InFlight, model.Reserved, model.LeftBehind));

        // A request that comes meanwhile waits for the same run, and so that is not left behind any more.
        var follower = GetAsync(sut, ["a"]);
        await EventuallyAsync(() => model.LeftBehind == 0);
        Array.ForEach(begun, run => run.Finish());
        AssertValues(["a"], await follower.WaitAsync(Patience));
        await EventuallyAsync(() => sut.InFlight == 0);

        Assert.Equal(new CacheUsage(2, 2, 0), (await GetAsync(sut, ["a", "b"])).Use);
        Assert.Equal([1, 1], model.Computed.Values);
        AssertIdle(sut, model);
    }

    /// <summary>The work is left behind by the last request that waits for it, not by the one that computes it.</summary>
    [Fact]
    public async Task Get_FinishWhenCancelled_IsNotLeftBehindWhileAnotherWaits()
    {
        var (sut, model, runs) = Gated(batchSize: 1);
        using var leaving = new CancellationTokenSource();
        using var leavingLater = new CancellationTokenSource();
        var request = GetAsync(sut, ["a"], Finishing, leaving.Token);
        var run = await runs.NextAsync();
        var follower = GetAsync(sut, ["a"], Finishing, leavingLater.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Patience));
        Assert.Equal(0, model.LeftBehind);

        await leavingLater.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower.WaitAsync(Patience));
        Assert.Equal(1, model.LeftBehind);

        run.Finish();
        await EventuallyAsync(() => sut.InFlight == 0);
        AssertIdle(sut, model);
    }

    [Theory, MemberData(nameof(BatchSizes))]
    public async Task Get_FinishWhenCancelled_AndThenTheModelFails_AnotherTakesOver(int batchSize)
    {
        var (sut, model, runs) = Gated(batchSize);
        using var leaving = new CancellationTokenSource();

        var request = GetAsync(sut, ["a"], Finishing, leaving.Token);
        var follower = GetAsync(sut, ["a"]);
        var begun = await runs.NextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Patience));
        begun.Fail();
        (await runs.NextAsync()).Finish();

        AssertValues(["a"], await follower.WaitAsync(Patience));
        AssertIdle(sut, model);
    }

    /// <summary>What another request leads is not taken over by a request that was cancelled.</summary>
    [Fact]
    public async Task Get_FinishWhenCancelled_StartsNothingNew()
    {
        var (sut, model, runs) = Gated(batchSize: 1);
        using var leaving = new CancellationTokenSource();

        var leader = GetAsync(sut, ["a"]);
        var request = GetAsync(sut, ["a", "b"], Finishing, leaving.Token);
        var begun = await runs.NextAsync(2);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request.WaitAsync(Patience));
        begun[0].Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        begun[1].Finish();
        await EventuallyAsync(() => sut.InFlight == 0);

        Assert.Equal([["a"], ["b"]], model.Reservations);
        AssertIdle(sut, model);
    }

    [Fact]
    public async Task Get_Progress_CountsFoundFollowedAndComputedSegments()
    {
        var (sut, _, runs) = Gated(batchSize: 1);
        var stored = GetAsync(sut, ["a"]);
        (await runs.NextAsync()).Finish();
        await stored;
        var leader = GetAsync(sut, ["b"]);
        var progress = new Reports();

        var request = GetAsync(sut, ["a", "b", "c", "c"], NewRequest() with { Progress = progress }, default);
        Array.ForEach(await runs.NextAsync(2), run => run.Finish());
        await Task.WhenAll(leader, request).WaitAsync(Patience);

        // Equal segments are one to wait for.
        Assert.Equal([2, 3, 4], progress.Done);
    }

    [Fact]
    public async Task Get_Progress_IsSilentWhereNothingIsMissingAndAfterCancelling()
    {
        var (sut, _, runs) = Gated(batchSize: 1);
        using var leaving = new CancellationTokenSource();
        var progress = new Reports();

        var request = GetAsync(sut, ["a"], Finishing with { Progress = progress }, leaving.Token);
        var run = await runs.NextAsync();
        await leaving.CancelAsync();
        run.Finish();
        await EventuallyAsync(() => sut.InFlight == 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await GetAsync(sut, ["a"], NewRequest() with { Progress = progress }, default);

        Assert.Equal([0], progress.Done);
    }

    private (CachedSegments<string, string> Sut, FakeSegmentModel Model, GatedRuns Runs) Gated(int batchSize)
    {
        var model = new FakeSegmentModel(batchSize);
        return (new CachedSegments<string, string>(model, _cache), model, new GatedRuns(model));
    }

    private static SegmentRequest NewRequest() => new(new AdmissionTicket(Tenant.Default), new StageTimings());

    private static Task<SegmentResults<string>> GetAsync(CachedSegments<string, string> sut, string[] segments, CancellationToken cancellation = default) =>
        GetAsync(sut, segments, NewRequest(), cancellation);

    private static Task<SegmentResults<string>> GetAsync(CachedSegments<string, string> sut, string[] segments, SegmentRequest request, CancellationToken cancellation) =>
        sut.GetAsync(segments, request, cancellation);

    private static void AssertValues(string[] segments, SegmentResults<string> results) =>
        Assert.Equal(segments.Select(FakeSegmentModel.ValueOf), results.Values);

    private static void AssertIdle(CachedSegments<string, string> sut, FakeSegmentModel model) => Assert.Equal((0, 0), (sut.InFlight, model.Reserved));

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Reports : IProgress<ScoringProgress>
    {
        private readonly List<int> _done = [];

        public IEnumerable<int> Done => _done.Order();

        public void Report(ScoringProgress value)
        {
            lock (_done)
            {
                _done.Add(value.Done);
            }
        }
    }
}
