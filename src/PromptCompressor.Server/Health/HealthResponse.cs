namespace PromptCompressor.Server.Health;

/// <summary>The answer of a probe.</summary>
internal sealed record HealthResponse
{
    /// <summary>The state of the service: <c>live</c> or <c>ready</c>.</summary>
    public required string Status { get; init; }
}
