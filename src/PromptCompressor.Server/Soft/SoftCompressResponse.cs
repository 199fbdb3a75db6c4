using System.Text.Json.Serialization;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>Rows for a generator.</summary>
internal sealed record SoftCompressResponse
{
    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers in a row: the generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The numbers: <c>bf16</c>, <c>f16</c> or <c>f32</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>The form of the payload.</summary>
    public required string Format { get; init; }

    /// <summary>Size of the payload, before base64.</summary>
    public required int PayloadBytes { get; init; }

    /// <summary>The payload in base64; for <c>torch</c> ready to be <c>prompt_embeds</c>. Absent with the format <c>json</c> and with <c>return_data</c> false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Data { get; init; }

    /// <summary>With the format <c>json</c>: a list of rows, each a list of numbers. Absent with <c>return_data</c> false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? InputEmbeds { get; init; }

    /// <summary>The generator's tokens that the rows stand for.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Which text became which rows; null with <c>return_segments</c> false.</summary>
    public required IReadOnlyList<SoftSegmentResponse>? Segments { get; init; }

    /// <summary>What compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>What the cache saved; exact segments need none and are not counted.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>How long it took.</summary>
    public required SoftTimings TimingsMs { get; init; }
}
