using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Mcp;

/// <summary>What <c>compress_context</c> answers to programs; its text, once, is what models read.</summary>
internal sealed record CompressedContext
{
    /// <inheritdoc cref="Compress.CompressResponse.CompressedPrompt"/>
    public required string? CompressedPrompt { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.OriginTokens"/>
    public required long OriginTokens { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.CompressedTokens"/>
    public required long CompressedTokens { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.SavedTokens"/>
    public required long SavedTokens { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.Blocks"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<ContentBlock>>? Blocks { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.Originals"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Originals { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.Skipped"/>
    public required string? Skipped { get; init; }

    /// <inheritdoc cref="Compress.CompressResponse.Warnings"/>
    public required IReadOnlyList<string> Warnings { get; init; }
}
