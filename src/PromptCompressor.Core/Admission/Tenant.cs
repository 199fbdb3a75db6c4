namespace PromptCompressor.Core.Admission;

/// <summary>The tenant that a request belongs to. Tenants with one namespace share cached scores; those with different ones never see each other's.</summary>
/// <param name="Name">What logs and metrics call it.</param>
/// <param name="Namespace">Part of every cache key; one line of text.</param>
public sealed record Tenant(string Name, string Namespace)
{
    /// <summary>The only tenant of a service without keys.</summary>
    public static Tenant Default { get; } = new("default", "default");
}
