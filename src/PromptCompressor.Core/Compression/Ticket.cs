namespace PromptCompressor.Core.Compression;

/// <summary>
/// One caller's request, to those who share something out between requests. Everything that is computed for it, such as message
/// after message, is done under the same ticket, so that it is let in or refused as a whole.
/// </summary>
public sealed class Ticket(Tenant tenant)
{
    public Tenant Tenant { get; } = tenant;

    /// <summary>Whether the model's queue has let it in; null before it was asked. For the queue alone to set.</summary>
    public bool? IsAdmitted { get; set; }
}
