using System.Collections.Concurrent;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Compression;

/// <summary>Requests at the same time share runs of the model, and nothing else.</summary>
public sealed class SegmentScoresTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Get_SameSegmentsAtOnce_RunOnce()
    {
        var gate = new TaskCompletionSource();
        var scorer = new CountingScorer { Before = (_, token) => gate.Task.WaitAsync(token) };
        var sut = CreateSut(scorer);

        var requests = Enumerable.Range(0, 50).Select(_ => GetAsync(sut, ["a", "b", "c"])).ToArray();
        gate.SetResult();
        var answers = await Task.WhenAll(requests).WaitAsync(Patience);

        Assert.Equal([1, 1, 1], scorer.Runs.Values);
        Assert.Equal(3, answers.Sum(answer => answer.Use.Misses));
        Assert.All(answers, answer => Assert.Equal(["a", "b", "c"], answer.Scores.Select(TextOf)));
        Assert.Equal((147L, 3L), (sut.Reuse.Totals.Hits, sut.Reuse.Totals.Misses));
        Assert.Equal(0, sut.InFlight);
    }

    [Fact]
    public async Task Get_OtherNamespace_SharesNothing()
    {
        var scorer = new CountingScorer();
        var sut = CreateSut(scorer);
        Tenant Of(string name, string space) => new(name, space);

        var first = await GetAsync(sut, ["a"], Of("anna", "x"));
        var second = await GetAsync(sut, ["a"], Of("ben", "y"));
        var third = await GetAsync(sut, ["a"], Of("carla", "x"));

        Assert.Equal([1, 1, 0], new[] { first, second, third }.Select(answer => answer.Use.Misses));
        Assert.Equal(2, scorer.Runs["a"]);
    }

    [Fact]
    public async Task Get_Origins_AreTrueForEqualSegmentsToo()
    {
        var sut = CreateSut(new CountingScorer());
        await GetAsync(sut, ["a"]);
        var origins = new ScoreOrigin[5];

        await sut.GetAsync([.. new[] { "b", "a", "c", "b", "a" }.Select(Segment)], new Ticket(Tenant.Default), new StageTimings(), null, default, origins);

        Assert.Equal([ScoreOrigin.Computed, ScoreOrigin.Memory, ScoreOrigin.Computed, ScoreOrigin.Computed, ScoreOrigin.Memory], origins);
    }

    [Fact]
    public async Task Get_LeaderLeaves_AnotherTakesOver()
    {
        var gate = new TaskCompletionSource();
        var scorer = new CountingScorer { Before = (_, token) => gate.Task.WaitAsync(token) };
        var sut = CreateSut(scorer);
        using var leaving = new CancellationTokenSource();

        var leader = GetAsync(sut, ["a"], leaving.Token);
        await scorer.StartedAsync(1);
        var followers = Enumerable.Range(0, 10).Select(_ => GetAsync(sut, ["a"])).ToArray();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await scorer.StartedAsync(2);
        gate.SetResult();
        var answers = await Task.WhenAll(followers).WaitAsync(Patience);

        Assert.All(answers, answer => Assert.Equal("a", TextOf(answer.Scores[0])));
        Assert.Equal((2, 1, 0), (scorer.Runs["a"], answers.Sum(answer => answer.Use.Misses), sut.InFlight));
    }

    [Fact]
    public async Task Get_LeaderFails_FailsAlone()
    {
        var gate = new TaskCompletionSource();
        var scorer = new CountingScorer
        {
            Before = async (run, token) =>
            {
                await gate.Task.WaitAsync(token);
                if (run == 1)
                {
                    throw new InvalidOperationException("the model failed");
                }
            },
        };
        var sut = CreateSut(scorer);

        var leader = GetAsync(sut, ["a"]);
        await scorer.StartedAsync(1);
        var followers = Enumerable.Range(0, 10).Select(_ => GetAsync(sut, ["a"])).ToArray();
        gate.SetResult();

        await Assert.ThrowsAsync<InvalidOperationException>(() => leader);
        var answers = await Task.WhenAll(followers).WaitAsync(Patience);
        Assert.All(answers, answer => Assert.Equal("a", TextOf(answer.Scores[0])));
        Assert.Equal((2, 0), (scorer.Runs["a"], sut.InFlight));
    }

    [Fact]
    public async Task Get_FollowerLeaves_LeaderGoesOn()
    {
        var gate = new TaskCompletionSource();
        var scorer = new CountingScorer { Before = (_, token) => gate.Task.WaitAsync(token) };
        var sut = CreateSut(scorer);
        using var leaving = new CancellationTokenSource();

        var leader = GetAsync(sut, ["a"]);
        await scorer.StartedAsync(1);
        var follower = GetAsync(sut, ["a"], leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => follower);
        gate.SetResult();

        Assert.Equal("a", TextOf((await leader.WaitAsync(Patience)).Scores[0]));
        Assert.Equal(1, scorer.Runs["a"]);
    }

    [Fact]
    public async Task Get_SegmentThatAlwaysFails_FailsEverybodyAndStaysNowhere()
    {
        var scorer = new CountingScorer { Before = (_, _) => throw new InvalidOperationException("the model failed") };
        var sut = CreateSut(scorer);

        var requests = Enumerable.Range(0, 10).Select(_ => Assert.ThrowsAsync<InvalidOperationException>(() => GetAsync(sut, ["a"])));

        await Task.WhenAll(requests).WaitAsync(Patience);
        Assert.Equal(0, sut.InFlight);
    }

    /// <summary>Overlapping requests, of which some fail and some leave: no segment is ever scored twice with success, no answer is wrong.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Get_ManyOverlappingRequests_ScoreEachSegmentOnce(int seed)
    {
        var chances = new Random(seed);
        var scorer = new CountingScorer
        {
            Before = async (_, token) =>
            {
                await Task.Yield();
                if (Chance(3))
                {
                    await Task.Delay(1, token);
                }

                if (Chance(20))
                {
                    throw new InvalidOperationException("the model failed");
                }
            },
        };
        var sut = CreateSut(scorer);

        var requests = Enumerable.Range(0, 400).Select(_ => Task.Run(() => RequestAsync())).ToArray();
        var outcomes = await Task.WhenAll(requests).WaitAsync(Patience);

        Assert.All(scorer.Successes.Values, count => Assert.Equal(1, count));
        Assert.Contains(true, outcomes);
        Assert.Equal(0, sut.InFlight);

        bool Chance(int of)
        {
            lock (chances)
            {
                return chances.Next(of) == 0;
            }
        }

        string[] Pick()
        {
            lock (chances)
            {
                return [.. Enumerable.Range(0, 20).Select(_ => $"segment {chances.Next(80)}").Distinct()];
            }
        }

        async Task<bool> RequestAsync()
        {
            var texts = Pick();
            using var leaving = new CancellationTokenSource();
            if (Chance(5))
            {
                leaving.CancelAfter(2);
            }

            try
            {
                var (scores, _) = await GetAsync(sut, texts, leaving.Token);
                Assert.Equal(texts, scores.Select(TextOf));
                return true;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
            catch (OperationCanceledException) when (leaving.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    private static SegmentScores CreateSut(CountingScorer scorer) => new(scorer, new MemorySegmentCache(1 << 24));

    private static Task<(byte[][] Scores, CacheUse Use)> GetAsync(SegmentScores sut, string[] texts, CancellationToken cancellation) => GetAsync(sut, texts, Tenant.Default, cancellation);

    private static Task<(byte[][] Scores, CacheUse Use)> GetAsync(SegmentScores sut, string[] texts, Tenant? tenant = null, CancellationToken cancellation = default) =>
        sut.GetAsync([.. texts.Select(Segment)], new Ticket(tenant ?? Tenant.Default), new StageTimings(), null, cancellation);

    /// <summary>As many words as characters, so that a text can be told by its scores.</summary>
    private static SegmentText Segment(string text) =>
        new(text, new TextSpan(0, text.Length), [.. Enumerable.Range(0, text.Length).Select(i => new TextSpan(i, i + 1))]);

    private static string TextOf(byte[] scores) => string.Concat(scores.Select(score => (char)score));

    private sealed class CountingScorer : ISegmentScorer
    {
        private int _started;

        public ConcurrentDictionary<string, int> Runs { get; } = new();

        public ConcurrentDictionary<string, int> Successes { get; } = new();

        /// <summary>Told the number of the run, from 1.</summary>
        public Func<int, CancellationToken, Task> Before { get; init; } = (_, _) => Task.CompletedTask;

        public ModelIdentity Model { get; } = new("counting", "0");

        public int Parallelism => 4;

        public ISegmentJob Begin(IReadOnlyList<SegmentText> segments, Ticket ticket, StageTimings timings) => new DirectJob(segments, ScoreAsync);

        private async ValueTask<byte[]> ScoreAsync(SegmentText segment, CancellationToken cancellation)
        {
            Runs.AddOrUpdate(segment.Text, 1, (_, count) => count + 1);
            await Before(Interlocked.Increment(ref _started), cancellation);
            Successes.AddOrUpdate(segment.Text, 1, (_, count) => count + 1);
            return [.. segment.Text.Select(c => (byte)c)];
        }

        public async Task StartedAsync(int runs)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (Volatile.Read(ref _started) < runs)
            {
                await Task.Delay(1, patience.Token);
            }
        }
    }
}
