using CsCheck;
using Microsoft.Extensions.Time.Testing;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.UnitTests.Engine.Scheduling;

public sealed class WorkQueueTests
{
    private const int Capacity = 10_000;

    private readonly FakeEncoder _encoder = new();
    private readonly FakeTimeProvider _time = new();
    private int _content;

    [Fact]
    public void Take_SmallRequestBehindALargeOne_IsAmongTheNext()
    {
        using var sut = NewQueue();
        var large = Add(sut, TicketOf("a"), items: 100, tokens: 100);
        Run(sut, 10);

        var small = Add(sut, TicketOf("a"), items: 1, tokens: 500);

        Assert.Contains(small[0], Take(sut, 4));
        Assert.Equal(large.Skip(13), Take(sut, 87));
    }

    /// <summary>However many requests a tenant has, another one gets half of the model.</summary>
    [Fact]
    public void Take_TwoTenants_ShareEvenlyByTokens()
    {
        using var sut = NewQueue();
        for (var i = 0; i < 20; i++)
        {
            Add(sut, TicketOf("busy"), items: 5, tokens: 100);
        }

        Add(sut, TicketOf("quiet"), items: 10, tokens: 200);

        var first = Take(sut, 15);
        Assert.Equal((1000, 1000), (TokensOf("busy"), TokensOf("quiet")));

        int TokensOf(string tenant) => first.Where(item => item.Reservation.Line.Ticket.Tenant.Name == tenant).Sum(item => item.Ids.Length);
    }

    /// <summary>Requests end one after the other, and not all at the end: who leaves after a while has cost the others little.</summary>
    [Fact]
    public void Take_ShortRequestsOfATenant_TheOldestIsFinishedFirst() =>
        Gen.Int[1, 300].Array[1, 3].Array[1, 12].Sample(sizes =>
        {
            using var sut = NewQueue(limit: 1000);
            var requests = sizes.Select(items => Reserve(sut, "a", items.Sum())).ToArray();
            var random = new Random(sizes.Length);
            var added = sizes.SelectMany((items, request) => items.Select(tokens => (request, tokens))).ToArray();
            random.Shuffle(added);
            Array.ForEach(added, item => sut.Add(Item(requests[item.request], item.tokens)));

            Assert.Equal(sizes.SelectMany((items, request) => items.Select(_ => request)), Take(sut, added.Length).Select(item => Array.IndexOf(requests, item.Reservation)));
        });

    /// <summary>Whatever stands before it, a request's first slice waits for other first slices and for as much of longer ones.</summary>
    [Fact]
    public void Take_FirstSlices_GetHalfOfTheTurns()
    {
        using var sut = NewQueue();
        Add(sut, TicketOf("a"), items: 50, tokens: 100);
        Run(sut, 11);
        var first = Add(sut, TicketOf("a"), items: 5, tokens: 100);
        var second = Add(sut, TicketOf("a"), items: 5, tokens: 100);

        var taken = Take(sut, 22);

        Assert.Equal([.. first, .. second], taken.Where(item => first.Contains(item) || second.Contains(item)));
    }

    [Fact]
    public void Enter_Full_IsRefusedAsAWholeAndToldWhenToComeBack()
    {
        using var sut = NewQueue(workers: 2);
        using var first = Reserve(sut, "a", 8000);
        using var second = Reserve(sut, "a", 10_000);

        var refused = TicketOf("a");
        var failure = Assert.Throws<CompressionException>(() => sut.Reserve(refused, _encoder, 8000, content: 7));

        // 18,000 of 20,000 tokens are taken, so 6,000 are too many: 3 seconds for two workers, and up to a tenth more.
        Assert.Equal(CompressionErrorKind.Overloaded, failure.Kind);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4));
        Assert.Throws<CompressionException>(() => sut.Reserve(refused, _encoder, 1, content: 7));
        Assert.Equal(18_000, sut.Tokens);
        Reserve(sut, "a", 1000).Dispose();
        first.Dispose();
        Reserve(sut, "a", 8000).Dispose();
    }

    /// <summary>Twice as fast, twice as much is let in.</summary>
    [Fact]
    public void Enter_AsManyAsTheMeasuredSpeedCanDoInTime()
    {
        using var sut = NewQueue();
        for (var i = 0; i < 1000; i++)
        {
            sut.Measure(_encoder, 2000, TimeSpan.FromSeconds(1));
        }

        using var first = Reserve(sut, "a", 10_000);
        using var second = Reserve(sut, "a", 9000);
        Assert.Throws<CompressionException>(() => Reserve(sut, "a", 1100));
        Assert.Equal(9.5, sut.Backlog.TotalSeconds, 0.01);
        sut.Measure(_encoder, 2_000_000, TimeSpan.FromSeconds(100));
        using var third = Reserve(sut, "a", 1100);
    }

    [Fact]
    public void Enter_LargerThanTheQueue_CountsAsHalfOfItAndIsTheOnlyOne()
    {
        using var sut = NewQueue();
        using var small = Reserve(sut, "a", 1000);
        using var huge = Reserve(sut, "a", 1_000_000);
        Assert.Throws<CompressionException>(() => Reserve(sut, "a", 6000));
        using var other = Reserve(sut, "a", 4000);

        Assert.Equal(TimeSpan.FromMinutes(5), Assert.Throws<CompressionException>(() => Reserve(sut, "a", 1_000_000)).RetryAfter);
        Assert.Equal(1_005_000, sut.Tokens);
    }

    /// <summary>Those that come back when they were told find room, however many others come in the meantime.</summary>
    [Fact]
    public void Enter_RefusedOnesThatComeBackInTime_AreLetInBeforeNewOnes()
    {
        using var sut = NewQueue();
        var clients = new Clients(sut, _encoder, _time);
        for (var step = 0; step < 3000; step++)
        {
            clients.Step(newOnes: step < 600 ? 3 : 0);
            Assert.True(step is < 100 or > 1500 || clients.Running > 30, $"Idle at {step}.");
        }

        Assert.True(clients.Refused > 1000);
        clients.AssertReturnsWereLetIn(0.95);
    }

    /// <summary>Room is not kept for long for those that never come: the queue stays as full as it would be without them. And the next one that does come back is let in.</summary>
    [Fact]
    public void Enter_RefusedOnesThatNeverComeBack_LeaveNoneIdleAndMakeNoRetryAfterALie()
    {
        using var sut = NewQueue();
        var clients = new Clients(sut, _encoder, _time);
        for (var step = 0; step < 1000; step++)
        {
            clients.Step(newOnes: 3, comeBack: step > 900 && step % 20 == 0);
            Assert.True(step < 100 || clients.Running > 30, $"{clients.Running} at {step}.");
        }

        Assert.True(clients.Refused > 1000);
        clients.AssertReturnsWereLetIn(0.8);
        Assert.True(clients.LongestWait < TimeSpan.FromSeconds(20));
    }

    /// <summary>Nor is what one rush taught held against the next.</summary>
    [Fact]
    public void Enter_AfterARushThatNeverCameBack_TheNextIsToldTheTruth()
    {
        using var sut = NewQueue();
        var clients = new Clients(sut, _encoder, _time);
        for (var step = 0; step < 1000; step++)
        {
            clients.Step(newOnes: step < 300 ? 3 : 0, comeBack: false);
            clients.Send(step == 500 ? 200 : 0);
        }

        clients.AssertReturnsWereLetIn(0.9);
    }

    /// <summary>What one tenant's clients do says nothing of another's.</summary>
    [Fact]
    public void Enter_RefusedOnesOfAnotherTenantThatNeverComeBack_ChangeNoRetryAfter()
    {
        using var sut = NewQueue();
        var clients = new Clients(sut, _encoder, _time);
        for (var step = 0; step < 1000; step++)
        {
            clients.Step(newOnes: 3, comeBack: false, tenant: "b");
            clients.Send(step == 500 ? 200 : 0, comeBack: true);
        }

        clients.AssertReturnsWereLetIn(0.8);
    }

    /// <summary>Callers that go on without are not told when to come back, so no room is kept for them and they say nothing of those that are.</summary>
    [Fact]
    public void Enter_RefusedOnesThatGoOnWithout_KeepNoRoomAndChangeNoRetryAfter()
    {
        using var sut = NewQueue();
        var clients = new Clients(sut, _encoder, _time);
        for (var step = 0; step < 200; step++)
        {
            clients.Step(newOnes: 3, patience: TimeSpan.FromSeconds(2));
        }

        Assert.True(clients.Refused > 100);
        Assert.True(sut.Backlog > TimeSpan.FromSeconds(9.5), "Room is kept for those that never come.");
        clients.Send(200);
        for (var step = 0; step < 1000; step++)
        {
            clients.Step(newOnes: 0);
        }

        clients.AssertReturnsWereLetIn(0.9);
    }

    /// <summary>What nothing waits for any more takes no room from others, and runs after all that something waits for.</summary>
    [Fact]
    public void LeaveBehind_RunsLastAndTakesNoRoom()
    {
        using var sut = NewQueue();
        using var left = Reserve(sut, "a", 4000);
        var (behind, later) = (Item(left, 100), Item(left, 100));
        sut.Add(behind);
        left.LeaveBehind();
        sut.Add(later);

        using var half = Reserve(sut, "a", 5000);
        using var otherHalf = Reserve(sut, "b", 5000);
        Assert.Equal((14_000, 10), (sut.Tokens, sut.Backlog.TotalSeconds));
        var wanted = new[] { Item(half, 600), Item(half, 600), Item(otherHalf, 600) };
        Array.ForEach(wanted, sut.Add);

        Assert.Equal(wanted.ToHashSet(), [.. Take(sut, 3)]);
        Assert.Equal([behind, later], Take(sut, 2));
        Assert.Equal(0, left.Line.Served);
    }

    /// <summary>Once something waits for it again it runs in its old place, and takes its room.</summary>
    [Fact]
    public void Recall_WhatWasLeftBehind_RunsInItsOldPlace()
    {
        using var sut = NewQueue();
        using var left = Reserve(sut, "a", 4000);
        var behind = Item(left, 100);
        sut.Add(behind);
        left.LeaveBehind();
        using var other = Reserve(sut, "a", 2000);
        var later = Item(other, 100);
        sut.Add(later);

        left.Recall();

        Assert.Equal(6, sut.Backlog.TotalSeconds);
        Assert.Equal([behind, later], Take(sut, 2));
    }

    /// <summary>There is a bound to it: what is left behind beyond that does not run.</summary>
    [Fact]
    public void LeaveBehind_MoreThanOneRequestMayHave_IsDropped()
    {
        using var sut = NewQueue();
        using var first = Reserve(sut, "a", 4000);
        using var second = Reserve(sut, "a", 4000);
        var (kept, dropped) = (Item(first, 100), Item(second, 100));
        sut.Add(kept);
        sut.Add(dropped);

        first.LeaveBehind();
        second.LeaveBehind();
        var late = Item(second, 100);
        sut.Add(late);

        Assert.True(dropped.Done.IsCanceled);
        Assert.True(late.Done.IsCanceled);
        Assert.Same(kept, Take(sut, 1)[0]);
        second.Dispose();
        Assert.Equal(4000, sut.Tokens);
    }

    /// <summary>Of a refused request with many parts, one promise is kept: else room would be kept for each of them.</summary>
    [Fact]
    public async Task Enter_RefusedRequestOfSeveralParts_IsToldOnceForAll()
    {
        using var sut = NewQueue();
        using var first = Reserve(sut, "a", 5000);
        using var second = Reserve(sut, "a", 5000);
        var ticket = TicketOf("a");
        using var parts = ticket.Split(Enumerable.Range(0, 10).Select(i => new ExpectedWork(100, i)));
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<CompressionException>(() => parts.RunAsync(i, part => Task.FromResult(sut.Reserve(part, _encoder, 100, Interlocked.Increment(ref _content)))));
        }

        _time.Advance(ticket.RetryAfter!.Value);
        second.Dispose();

        // A second of room is kept for it; the other four are free, and it finds its own whichever part asks first.
        using var other = Reserve(sut, "a", 4000);
        Assert.Throws<CompressionException>(() => Reserve(sut, "a", 1000));
        using var again = TicketOf("a").Split(Enumerable.Range(0, 10).Select(i => new ExpectedWork(100, i)));
        using var reserved = await again.RunAsync(7, part => Task.FromResult(sut.Reserve(part, _encoder, 100, Interlocked.Increment(ref _content))));
    }

    /// <summary>The first part that asks is weighed with the others, and room is kept for these until they ask or end.</summary>
    [Fact]
    public async Task Enter_RequestOfSeveralParts_IsWeighedAsAWhole()
    {
        using var sut = NewQueue();
        using var first = Reserve(sut, "a", 5000);
        var (admitted, refused) = (TicketOf("a"), TicketOf("a"));
        using var parts = admitted.Split([new(1000, 1), new(2000, 2), new(1000, 3)]);
        using var tooMany = refused.Split([new(100, 4), new(2000, 5)]);

        using var reserved = await parts.RunAsync(0, part => Task.FromResult(sut.Reserve(part, _encoder, 1200, 0)));
        Assert.Equal(5000 + 1200 + 3000, sut.Tokens);
        await Assert.ThrowsAsync<CompressionException>(() => tooMany.RunAsync(0, part => Task.FromResult(sut.Reserve(part, _encoder, 100, 0))));

        // What turns out to be cached makes room at once, and what is let in needs not ask again.
        await parts.RunAsync(1, _ => Task.FromResult(true));
        Assert.Equal(5000 + 1200 + 1000, sut.Tokens);
        using var last = await parts.RunAsync(2, part => Task.FromResult(sut.Reserve(part, _encoder, 5000, 0)));
        Assert.Equal(5000 + 1200 + 5000, sut.Tokens);
    }

    /// <summary>Between two of its parts a request keeps its room and its age, and gives them back when its last part has ended.</summary>
    [Fact]
    public async Task Enter_BetweenTwoParts_ARequestKeepsItsPlace()
    {
        using var sut = NewQueue();
        var old = TicketOf("a");
        using var parts = old.Split([new(2000, 1), new(4000, 2)]);
        var first = await parts.RunAsync(0, part => Task.FromResult(sut.Reserve(part, _encoder, 2000, 0)));
        using var other = Reserve(sut, "a", 4000);
        first.Dispose();

        Assert.Equal(8000, sut.Tokens);
        Assert.Throws<CompressionException>(() => Reserve(sut, "a", 3000));
        using (var second = await parts.RunAsync(1, part => Task.FromResult(sut.Reserve(part, _encoder, 4000, 0))))
        {
            sut.Add(Item(other, 100));
            sut.Add(Item(second, 100));
            Assert.Equal([second, other], Take(sut, 2).Select(item => item.Reservation));
        }

        _time.Advance(TimeSpan.FromHours(1));
        using var half = Reserve(sut, "a", 5000);
        using var rest = Reserve(sut, "a", 1000);
    }

    /// <summary>A request whose parts end before they ask, or never begin, leaves nothing behind.</summary>
    [Fact]
    public async Task Enter_PartsThatNeverAsk_LeaveNothing()
    {
        using var sut = NewQueue();
        using (var parts = TicketOf("a").Split([new(1000, 1), new(4000, 2)]))
        {
            using var first = await parts.RunAsync(0, part => Task.FromResult(sut.Reserve(part, _encoder, 1000, 0)));
            Assert.Equal(5000, sut.Tokens);
        }

        Assert.Equal(0, sut.Tokens);
        using var half = Reserve(sut, "a", 5000);
        using var otherHalf = Reserve(sut, "a", 5000);
    }

    /// <summary>More than its caller waits for counts for nothing: it is left behind then.</summary>
    [Fact]
    public void Enter_CallerThatWaitsForTwoSeconds_CountsAsTwoSecondsAtMost()
    {
        using var sut = NewQueue();
        var tickets = Enumerable.Range(0, 6).Select(_ => new AdmissionTicket(new Tenant("a", "default")) { Patience = TimeSpan.FromSeconds(2) }).ToArray();
        var reservations = tickets.Take(5).Select(ticket => sut.Reserve(ticket, _encoder, 7000, Interlocked.Increment(ref _content))).ToArray();

        Assert.Throws<CompressionException>(() => sut.Reserve(tickets[5], _encoder, 100, Interlocked.Increment(ref _content)));
        Assert.Equal(10, sut.Backlog.TotalSeconds, 0.01);
        Array.ForEach(reservations, reservation => reservation.Dispose());
    }

    [Fact]
    public void Enter_TenantBelowItsShare_PassesThoughOthersHaveFilledTheQueue()
    {
        using var sut = NewQueue();
        using var first = Reserve(sut, "busy", 5000);
        using var second = Reserve(sut, "busy", 5000);
        Assert.Throws<CompressionException>(() => Reserve(sut, "busy", 1));

        using var quiet = Reserve(sut, "quiet", 4000);
        Assert.Throws<CompressionException>(() => Reserve(sut, "quiet", 1001));
        using var more = Reserve(sut, "quiet", 1000);
    }

    [Fact]
    public void Close_LetsOnlyThoseInThatWereIn()
    {
        using var sut = NewQueue();
        var ticket = TicketOf("a");
        using var reservation = sut.Reserve(ticket, _encoder, 100, 0);

        sut.Close();

        Assert.Equal(CompressionErrorKind.NotReady, Assert.Throws<CompressionException>(() => Reserve(sut, "a", 1)).Kind);
        using var more = sut.Reserve(ticket, _encoder, 100, 0);
        sut.Add(Item(more, 100));
        Assert.NotNull(sut.Take());
    }

    /// <summary>What waits is told so, and nothing of it runs.</summary>
    [Fact]
    public async Task Stop_WhatWaitsIsRefusedAndNoMoreComes()
    {
        using var sut = NewQueue();
        var items = Add(sut, TicketOf("a"), items: 3, tokens: 100);
        var runs = sut.Take()!.Single();

        sut.Stop();

        Assert.Same(items[0], runs);
        foreach (var item in items.Skip(1))
        {
            Assert.Equal(CompressionErrorKind.NotReady, (await Assert.ThrowsAsync<CompressionException>(() => item.Done)).Kind);
        }

        Assert.Equal(CompressionErrorKind.NotReady, Assert.Throws<CompressionException>(() => sut.Add(Item(runs.Reservation, 100))).Kind);
    }

    [Fact]
    public void Take_CallerLeft_IsDroppedAndNotCharged()
    {
        using var sut = NewQueue();
        using var leaving = new CancellationTokenSource();
        using var reservation = Reserve(sut, "a", 300);
        var left = new WorkItem(reservation, _encoder, new int[100], null, leaving.Token);
        sut.Add(left);
        var stays = Item(reservation, 100);
        sut.Add(stays);
        leaving.Cancel();

        Assert.Same(stays, sut.Take()![0]);
        Assert.True(left.Done.IsCanceled);
        Assert.Equal(100, reservation.Line.Served);
    }

    [Fact]
    public void Take_EncoderThatBatches_TakesThoseOfOneLengthFromEverybody()
    {
        var encoder = new FakeEncoder(maxBatch: 4);
        using var sut = NewQueue();
        foreach (var tenant in new[] { "a", "b" })
        {
            using var reservation = Reserve(sut, tenant, 1000);
            foreach (var tokens in new[] { 11, 20, 25, 19 })
            {
                sut.Add(new WorkItem(reservation, encoder, new int[tokens], null, default));
            }
        }

        var batches = Enumerable.Range(0, 3).Select(_ => sut.Take()!.Select(item => item.Ids.Length).Order().ToArray()).ToArray();

        Assert.Equal([[11, 11, 19, 20], [19, 20], [25, 25]], batches.OrderBy(batch => batch[0]).ThenByDescending(batch => batch.Length));
    }

    /// <summary>Whatever is let in, run, given up or cancelled: in the end nothing is held.</summary>
    [Fact]
    public void Tokens_AfterAll_IsZero() =>
        Gen.Select(Gen.Int[0, 3000], Gen.Int[0, 20], Gen.Int[0, 20], Gen.Bool).Array[1, 40].Sample(requests =>
        {
            using var sut = NewQueue();
            var reservations = new List<QueueReservation>();
            foreach (var (tokens, added, run, leaves) in requests)
            {
                try
                {
                    reservations.Add(Reserve(sut, $"{tokens % 3}", tokens));
                }
                catch (CompressionException)
                {
                    continue;
                }

                var items = Enumerable.Range(0, added).Select(_ => Item(reservations[^1], tokens / 20)).ToArray();
                Array.ForEach(items, sut.Add);
                Take(sut, Math.Min(run, added)).ForEach(sut.Finish);
                if (leaves)
                {
                    reservations[^1].Dispose();
                }
            }

            reservations.ForEach(reservation => reservation.Dispose());
            Assert.Equal(0, sut.Tokens);
            _time.Advance(TimeSpan.FromHours(1));
            using var half = Reserve(sut, "x", Capacity / 2);
            using var otherHalf = Reserve(sut, "x", Capacity / 2);
        });

    /// <summary>For ten seconds of work at a thousand tokens a second.</summary>
    private WorkQueue NewQueue(double limit = 10, int workers = 1)
    {
        var queue = new WorkQueue(TimeSpan.FromSeconds(limit), workers, _time);
        queue.Measure(_encoder, 1000, TimeSpan.FromSeconds(1));
        return queue;
    }

    /// <summary>For a request that is like no other.</summary>
    private QueueReservation Reserve(WorkQueue queue, string tenant, long tokens) => queue.Reserve(TicketOf(tenant), _encoder, tokens, Interlocked.Increment(ref _content));

    private static AdmissionTicket TicketOf(string tenant) => new(new Tenant(tenant, "default"));

    private WorkItem Item(QueueReservation reservation, int tokens) => new(reservation, _encoder, new int[tokens], null, default);

    private WorkItem[] Add(WorkQueue queue, AdmissionTicket ticket, int items, int tokens)
    {
        var reservation = queue.Reserve(ticket, _encoder, items * tokens, 0);
        var added = Enumerable.Range(0, items).Select(_ => Item(reservation, tokens)).ToArray();
        Array.ForEach(added, queue.Add);
        return added;
    }

    private static List<WorkItem> Take(WorkQueue queue, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => queue.Take()!)];

    private static void Run(WorkQueue queue, int count) => Take(queue, count).ForEach(queue.Finish);

    /// <summary>Clients of a queue that does ten of their requests in a second.</summary>
    private sealed class Clients(WorkQueue queue, FakeEncoder encoder, FakeTimeProvider time)
    {
        private readonly Queue<QueueReservation> _running = new();
        private readonly PriorityQueue<(string Tenant, int Content), DateTimeOffset> _returns = new();
        private int _sent;
        private int _returned;
        private int _letIn;

        public int Running => _running.Count;

        public int Refused { get; private set; }

        public TimeSpan LongestWait { get; private set; }

        /// <summary>A tenth of a second.</summary>
        public void Step(int newOnes, bool comeBack = true, string tenant = "a", TimeSpan? patience = null)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            if (_running.TryDequeue(out var done))
            {
                done.Dispose();
            }

            while (_returns.TryPeek(out var request, out var due) && due <= time.GetUtcNow())
            {
                _returns.Dequeue();
                _returned++;
                _letIn += Try(request.Tenant, request.Content, null) is null ? 1 : 0;
            }

            Send(newOnes, comeBack, tenant, patience);
        }

        public void Send(int count, bool comeBack = true, string tenant = "a", TimeSpan? patience = null)
        {
            for (var i = 0; i < count; i++)
            {
                if (Try(tenant, ++_sent, patience) is not { } wait)
                {
                    continue;
                }

                Refused++;
                if (comeBack && patience is null)
                {
                    _returns.Enqueue((tenant, _sent), time.GetUtcNow() + wait);
                    LongestWait = wait > LongestWait ? wait : LongestWait;
                }
            }
        }

        /// <summary>Of those that came back when they were told.</summary>
        public void AssertReturnsWereLetIn(double share)
        {
            Assert.NotEqual(0, _returned);
            Assert.True(_letIn >= share * _returned, $"{_letIn} of {_returned} were let in.");
        }

        private TimeSpan? Try(string tenant, int content, TimeSpan? patience)
        {
            try
            {
                _running.Enqueue(queue.Reserve(new AdmissionTicket(new Tenant(tenant, "default")) { Patience = patience }, encoder, 100, content));
                return null;
            }
            catch (CompressionException e)
            {
                return e.RetryAfter;
            }
        }
    }
}
