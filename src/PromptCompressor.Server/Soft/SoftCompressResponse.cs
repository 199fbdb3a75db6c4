using System.Text.Json.Serialization;
using PromptCompressor.Core.Telemetry;
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

/// <summary>What compressed, and for whom.</summary>
internal sealed record SoftModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Of the compressor.</summary>
    public required string Revision { get; init; }

    /// <summary>Over graph and tokenizer: the same hash, the same rows on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The only model that can read the rows.</summary>
    public required string Generator { get; init; }
}

/// <summary>Milliseconds by stage. Batches run in parallel and their stages (<c>queue</c>, <c>infer</c>) add up, so these may exceed <c>total</c>.</summary>
internal sealed record SoftTimings
{
    /// <summary>Tokenizing and cutting into segments.</summary>
    public required double Split { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>On the clock, until the rows were there.</summary>
    public required double Total { get; init; }

    public static SoftTimings Of(StageTimings timings) => new()
    {
        Split = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Split])),
        Cache = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Cache])),
        Queue = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Queue])),
        Infer = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Infer])),
        Total = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings.Total)),
    };
}

/// <summary>Which text became which rows.</summary>
internal sealed record SoftSegmentResponse
{
    /// <summary>Index of the text in <c>context</c>.</summary>
    public required int Text { get; init; }

    /// <summary>Where the segment starts in it, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends, exclusive. A character whose bytes fall into two segments is in both.</summary>
    public required int End { get; init; }

    /// <summary>Its first row.</summary>
    public required int Row { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int Rows { get; init; }

    /// <summary>The generator's tokens in it.</summary>
    public required int Tokens { get; init; }

    /// <summary>Whether its rows are the embeddings of its tokens.</summary>
    public required bool Exact { get; init; }

    /// <summary>
    /// Where its rows came from: <c>memory</c>, <c>redis</c>, <c>computed</c> (the model ran now, for this request or for another at the same
    /// time) or <c>not_needed</c> (it is exact).
    /// </summary>
    public required string Source { get; init; }
}
