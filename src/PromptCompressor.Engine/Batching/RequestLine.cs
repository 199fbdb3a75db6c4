using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Batching;

/// <summary>What waits of a request.</summary>
internal sealed class RequestLine(Ticket ticket, TenantLine tenant) : Share
{
    public Ticket Ticket => ticket;

    public TenantLine Tenant => tenant;

    public LinkedList<WorkItem> Items { get; } = [];

    /// <summary>Reservations that are not released.</summary>
    public int Reservations { get; set; }
}
