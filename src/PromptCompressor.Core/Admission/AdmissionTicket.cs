namespace PromptCompressor.Core.Admission;

/// <summary>
/// One caller's request, as seen by the parts that divide a resource between requests. Everything that is computed for it, such as message
/// after message, is done under the same ticket, so that it is let in or refused as a whole.
/// </summary>
public sealed class AdmissionTicket(Tenant tenant)
{
    public Tenant Tenant { get; } = tenant;

    /// <summary>Whether the model's queue has let it in. For the queue alone to set.</summary>
    public bool IsAdmitted { get; set; }

    /// <summary>When the model's queue will have room for it, if it was refused. For the queue alone to set.</summary>
    public TimeSpan? RetryAfter { get; set; }
}

/// <summary>The tenant that a request belongs to. Tenants with one namespace share cached scores; those with different ones never see each other's.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Namespace">Part of every cache key; one line of text.</param>
public sealed record Tenant(string Name, string Namespace)
{
    /// <summary>The only tenant of a service without keys.</summary>
    public static Tenant Default { get; } = new("default", "default");
}
