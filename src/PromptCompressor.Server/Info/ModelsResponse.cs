namespace PromptCompressor.Server.Info;

internal sealed record ModelsResponse
{
    /// <summary>All models, by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }
}
