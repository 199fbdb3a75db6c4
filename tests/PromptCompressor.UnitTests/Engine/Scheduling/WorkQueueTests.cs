using CsCheck;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.UnitTests.Engine.Scheduling;

public sealed class WorkQueueTests
{
    private const int Capacity = 10_000;

    private readonly FakeEncoder _encoder = new();

    [Fact]
    public void Take_SmallRequestBehindALargeOne_IsNextButOne()
    {
        using var sut = new WorkQueue(Capacity, 1);
        var large = Add(sut, TicketOf("a"), items: 100, tokens: 100);
        Run(sut, 10);

        var small = Add(sut, TicketOf("a"), items: 1, tokens: 500);

        Assert.Contains(small[0], Take(sut, 2));
        Assert.Equal(large.Skip(11), Take(sut, 89));
    }

    /// <summary>However many requests a tenant has, another one gets half of the model.</summary>
    [Fact]
    public void Take_TwoTenants_ShareEvenlyByTokens()
    {
        using var sut = new WorkQueue(Capacity, 1);
        for (var i = 0; i < 20; i++)
        {
            Add(sut, TicketOf("busy"), items: 5, tokens: 100);
        }

        Add(sut, TicketOf("quiet"), items: 10, tokens: 200);

        var first = Take(sut, 15);
        Assert.Equal((1000, 1000), (TokensOf("busy"), TokensOf("quiet")));

        int TokensOf(string tenant) => first.Where(item => item.Reservation.Line.Ticket.Tenant.Name == tenant).Sum(item => item.Ids.Length);
    }

    /// <summary>Of requests that have work all the time, none gets ahead of another by more than one piece each.</summary>
    [Fact]
    public void Take_AnySizes_IsFairToEveryRequest() =>
        Gen.Int[1, 400].Array[1, 30].Array[2, 6].Sample(sizes =>
        {
            using var sut = new WorkQueue(1_000_000, 1);
            var tickets = sizes.Select(_ => TicketOf("a")).ToArray();
            for (var i = 0; i < sizes.Length; i++)
            {
                using var reservation = sut.Reserve(tickets[i], sizes[i].Sum());
                Array.ForEach(sizes[i], tokens => sut.Add(Item(reservation, tokens)));
            }

            var served = new int[sizes.Length];
            var left = sizes.Select(items => items.Length).ToArray();
            var largest = sizes.Max(items => items.Max());
            while (left.All(count => count > 0))
            {
                var item = sut.Take()![0];
                var request = Array.IndexOf(tickets, item.Reservation.Line.Ticket);
                served[request] += item.Ids.Length;
                left[request]--;
                Assert.True(served.Max() - served.Min() <= 2 * largest);
            }
        });

    [Fact]
    public void Enter_Full_IsRefusedAsAWholeAndToldWhenToComeBack()
    {
        using var sut = new WorkQueue(Capacity, workers: 2);
        using var first = sut.Reserve(TicketOf("a"), 4000);
        using var second = sut.Reserve(TicketOf("a"), 5000);
        sut.Measure(100, TimeSpan.FromSeconds(1));

        var refused = TicketOf("a");
        var failure = Assert.Throws<CompressionException>(() => sut.Reserve(refused, 1400));

        Assert.Equal((CompressionErrorKind.Overloaded, TimeSpan.FromSeconds(2)), (failure.Kind, failure.RetryAfter));
        Assert.Throws<CompressionException>(() => sut.Reserve(refused, 1));
        Assert.Equal(9000, sut.Tokens);
        sut.Reserve(TicketOf("a"), 1000).Dispose();
        first.Dispose();
        sut.Reserve(TicketOf("a"), 1400).Dispose();
    }

    [Fact]
    public void Enter_LargerThanTheQueue_CountsAsHalfOfIt()
    {
        using var sut = new WorkQueue(Capacity, 1);
        using var small = sut.Reserve(TicketOf("a"), 1000);
        using var huge = sut.Reserve(TicketOf("a"), 1_000_000);
        using var other = sut.Reserve(TicketOf("a"), 4000);

        Assert.Throws<CompressionException>(() => sut.Reserve(TicketOf("a"), 1_000_000));
        Assert.Equal(1_005_000, sut.Tokens);
    }

    [Fact]
    public void Enter_AgainUnderAnAdmittedTicket_AlwaysPasses()
    {
        using var sut = new WorkQueue(Capacity, 1);
        var ticket = TicketOf("a");
        using var first = sut.Reserve(ticket, 5000);
        using var other = sut.Reserve(TicketOf("a"), 5000);

        using var more = sut.Reserve(ticket, 5000);

        Assert.Equal(15_000, sut.Tokens);
    }

    [Fact]
    public void Enter_TenantBelowItsShare_PassesThoughOthersHaveFilledTheQueue()
    {
        using var sut = new WorkQueue(Capacity, 1);
        using var first = sut.Reserve(TicketOf("busy"), 5000);
        using var second = sut.Reserve(TicketOf("busy"), 5000);
        Assert.Throws<CompressionException>(() => sut.Reserve(TicketOf("busy"), 1));

        using var quiet = sut.Reserve(TicketOf("quiet"), 4000);
        Assert.Throws<CompressionException>(() => sut.Reserve(TicketOf("quiet"), 1001));
        using var more = sut.Reserve(TicketOf("quiet"), 1000);
    }

    [Fact]
    public void Close_LetsOnlyThoseInThatWereIn()
    {
        using var sut = new WorkQueue(Capacity, 1);
        var ticket = TicketOf("a");
        using var reservation = sut.Reserve(ticket, 100);

        sut.Close();

        Assert.Equal(CompressionErrorKind.NotReady, Assert.Throws<CompressionException>(() => sut.Reserve(TicketOf("a"), 1)).Kind);
        using var more = sut.Reserve(ticket, 100);
        sut.Add(Item(more, 100));
        Assert.NotNull(sut.Take());
    }

    [Fact]
    public void Take_CallerLeft_IsDroppedAndNotCharged()
    {
        using var sut = new WorkQueue(Capacity, 1);
        using var leaving = new CancellationTokenSource();
        using var reservation = sut.Reserve(TicketOf("a"), 300);
        var left = new WorkItem(reservation, _encoder, new int[100], null, leaving.Token);
        sut.Add(left);
        var stays = Item(reservation, 100);
        sut.Add(stays);
        leaving.Cancel();

        Assert.Same(stays, sut.Take()![0]);
        Assert.True(left.Done.IsCanceled);
        Assert.Equal(100, reservation.Line.Start);
    }

    [Fact]
    public void Take_EncoderThatBatches_TakesThoseOfOneLengthFromEverybody()
    {
        var encoder = new FakeEncoder(maxBatch: 4);
        using var sut = new WorkQueue(Capacity, 1);
        foreach (var tenant in new[] { "a", "b" })
        {
            using var reservation = sut.Reserve(TicketOf(tenant), 1000);
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
            using var sut = new WorkQueue(Capacity, 1);
            var reservations = new List<QueueReservation>();
            foreach (var (tokens, added, run, leaves) in requests)
            {
                try
                {
                    reservations.Add(sut.Reserve(TicketOf($"{tokens % 3}"), tokens));
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
            using var all = sut.Reserve(TicketOf("x"), Capacity);
            using var more = sut.Reserve(TicketOf("x"), Capacity);
        });

    private static AdmissionTicket TicketOf(string tenant) => new(new Tenant(tenant, "default"));

    private WorkItem Item(QueueReservation reservation, int tokens) => new(reservation, _encoder, new int[tokens], null, default);

    private WorkItem[] Add(WorkQueue queue, AdmissionTicket ticket, int items, int tokens)
    {
        var reservation = queue.Reserve(ticket, items * tokens);
        var added = Enumerable.Range(0, items).Select(_ => Item(reservation, tokens)).ToArray();
        Array.ForEach(added, queue.Add);
        return added;
    }

    private static List<WorkItem> Take(WorkQueue queue, int count) => [.. Enumerable.Range(0, count).SelectMany(_ => queue.Take()!)];

    private static void Run(WorkQueue queue, int count) => Take(queue, count).ForEach(queue.Finish);
}
