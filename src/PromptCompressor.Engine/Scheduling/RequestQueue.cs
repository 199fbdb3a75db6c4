using PromptCompressor.Core.Admission;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>What waits of a request.</summary>
/// <param name="ticket">The request.</param>
/// <param name="tenant">The tenant that sent it.</param>
/// <param name="order">Larger than that of requests that were let in earlier.</param>
/// <param name="speed">How fast what it still expects will run.</param>
internal sealed class RequestQueue(AdmissionTicket ticket, TenantQueue tenant, long order, EncoderSpeed speed)
{
    public AdmissionTicket Ticket => ticket;

    public TenantQueue Tenant => tenant;

    public long Order => order;

    public LinkedList<WorkItem> Items { get; } = [];

    /// <summary>Those that are not released.</summary>
    public List<QueueReservation> Reservations { get; } = [];

    /// <summary>Tokens that have been taken to run.</summary>
    public long Served { get; set; }

    /// <summary>Tokens that have not run, those of parts that have not asked included.</summary>
    public long Tokens => Reservations.Sum(reservation => reservation.Left) + ticket.ExpectedTokens;

    /// <summary>Seconds that one worker needs for those of them that something waits for.</summary>
    public double Seconds => Reservations.Where(reservation => reservation.IsWanted).Sum(reservation => reservation.Seconds) + (ticket.ExpectedTokens / speed.TokensPerSecond);

    /// <summary>Seconds that one worker needs for the others.</summary>
    public double SecondsLeftBehind => Reservations.Where(reservation => !reservation.IsWanted).Sum(reservation => reservation.Seconds);

    /// <summary>Whether nothing of it is left. Between two of its parts a request keeps its place.</summary>
    public bool IsDone => Reservations.Count == 0 && ticket.ExpectedTokens == 0;

    /// <summary>Where it waits now.</summary>
    public Lane? Lane { get; set; }
}

/// <summary>Requests of a tenant that have something waiting, the oldest first.</summary>
internal sealed class Lane : FairShare
{
    public SortedSet<RequestQueue> Requests { get; } = new(Comparer<RequestQueue>.Create((a, b) => a.Order.CompareTo(b.Order)));
}

/// <summary>The requests of a tenant.</summary>
internal sealed class TenantQueue : FairShare
{
    /// <summary>Requests whose first slice has not run; beside it, <see cref="Long"/>.</summary>
    public Lane Short { get; } = new();

    /// <summary>Requests beyond their first slice.</summary>
    public Lane Long { get; } = new();

    /// <summary>Those of the two that have something waiting.</summary>
    public FairScheduler<Lane> Lanes { get; } = new();

    /// <summary>Number of requests that were let in and are not done.</summary>
    public int Requests { get; set; }
}
