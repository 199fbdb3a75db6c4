namespace PromptCompressor.Server.Info;

/// <summary>The compressing models.</summary>
internal sealed record ModelsResponse
{
    /// <summary>All models, by id.</summary>
    public required IReadOnlyList<ModelResponse> Models { get; init; }

    /// <summary>All soft models.</summary>
    public required IReadOnlyList<SoftModelResponse> SoftModels { get; init; }
}
