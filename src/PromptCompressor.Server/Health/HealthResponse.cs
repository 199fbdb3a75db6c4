namespace PromptCompressor.Server.Health;

internal sealed record HealthResponse
{
    /// <summary><c>live</c> or <c>ready</c>.</summary>
    public required string Status { get; init; }
}
