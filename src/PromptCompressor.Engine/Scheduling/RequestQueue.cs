using PromptCompressor.Core.Admission;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>What waits of a request.</summary>
internal sealed class RequestQueue(AdmissionTicket ticket, TenantQueue tenant) : FairShare
{
    public AdmissionTicket Ticket => ticket;

    public TenantQueue Tenant => tenant;

    public LinkedList<WorkItem> Items { get; } = [];

    /// <summary>Reservations that are not released.</summary>
    public int Reservations { get; set; }
}

/// <summary>The requests of a tenant.</summary>
internal sealed class TenantQueue : FairShare
{
    /// <summary>Those that have something waiting.</summary>
    public FairScheduler<RequestQueue> Requests { get; } = new();

    /// <summary>How many were let in and are not done.</summary>
    public int Admitted { get; set; }

    /// <summary>Tokens of the queue's capacity that they hold.</summary>
    public long Held { get; set; }
}
