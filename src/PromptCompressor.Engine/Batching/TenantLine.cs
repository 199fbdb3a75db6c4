namespace PromptCompressor.Engine.Batching;

/// <summary>The requests of a tenant.</summary>
internal sealed class TenantLine : Share
{
    /// <summary>Those that have something waiting.</summary>
    public Shares<RequestLine> Requests { get; } = new();

    /// <summary>How many were let in and are not done.</summary>
    public int Admitted { get; set; }

    /// <summary>Tokens of the queue's capacity that they hold.</summary>
    public long Held { get; set; }
}
