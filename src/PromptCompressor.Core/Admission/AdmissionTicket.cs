namespace PromptCompressor.Core.Admission;

/// <summary>
/// One caller's request, as seen by the parts that divide a resource between requests. Everything that is computed for it, such as message
/// after message, is done under the same ticket, so that it is let in or refused as a whole.
/// </summary>
public sealed class AdmissionTicket
{
    private long _expected;

    public AdmissionTicket(Tenant tenant) => (Tenant, Whole) = (tenant, this);

    private AdmissionTicket(AdmissionTicket whole, long expected) => (Tenant, Whole, _expected) = (whole.Tenant, whole, expected);

    public Tenant Tenant { get; }

    /// <summary>How long its caller waits at most, and then goes on without: more of its work counts for nothing, and it does not come back. Null: as long as it takes.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>The request that this is a part of, or this.</summary>
    public AdmissionTicket Whole { get; }

    /// <summary>Tokens that its parts may need which have not asked yet.</summary>
    public long ExpectedTokens => Interlocked.Read(ref _expected);

    /// <summary>What tells it from other requests, if it was split; the same when it comes again.</summary>
    public int? Content { get; private set; }

    /// <summary>Whether the model's queue has let it in. For the queue alone to set.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>When the model's queue will have room for it, if it was refused. For the queue alone to set.</summary>
    public TimeSpan? RetryAfter { get; set; }

    /// <summary>
    /// Says what parts there will be, before any of them begins: the first that needs the model is weighed together with what is expected of the others, and until these
    /// need it or have ended the queue keeps room for them.
    /// </summary>
    public TicketParts Split(IEnumerable<ExpectedWork> parts)
    {
        var all = parts.ToArray();
        if (Whole == this)
        {
            Content ??= all.Aggregate(0, (content, part) => HashCode.Combine(content, part.Content));
        }

        Interlocked.Add(ref Whole._expected, all.Sum(part => part.Tokens));
        Settle();
        return new TicketParts([.. all.Select(part => new AdmissionTicket(Whole, part.Tokens))]);
    }

    /// <summary>Notes that nothing more is expected of this part: what it needs is known, or it has ended. Does nothing for a whole request.</summary>
    public void Settle()
    {
        if (Whole != this)
        {
            Interlocked.Add(ref Whole._expected, -Interlocked.Exchange(ref _expected, 0));
        }
    }
}
