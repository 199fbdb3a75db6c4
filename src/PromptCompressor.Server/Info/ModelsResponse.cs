namespace PromptCompressor.Server.Info;

/// <summary>The compressing models.</summary>
internal sealed record ModelsResponse
{
    /// <summary>All models, by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }
}
