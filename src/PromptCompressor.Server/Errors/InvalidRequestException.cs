namespace PromptCompressor.Server.Errors;

/// <summary>A request with wrong fields: all of them, each with what it must be.</summary>
internal sealed class InvalidRequestException(IReadOnlyDictionary<string, string[]> errors)
    : Exception($"The request has wrong fields: {string.Join(", ", errors.Keys)}.")
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
