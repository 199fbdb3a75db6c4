namespace PromptCompressor.Client.Wire;

internal sealed record ModelList
{
    public required IReadOnlyList<CompressionModel> Models { get; init; }
}
