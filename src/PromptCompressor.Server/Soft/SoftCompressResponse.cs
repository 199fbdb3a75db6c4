using System.Text.Json.Serialization;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

/// <summary>Embedding rows for a generator.</summary>
internal sealed record SoftCompressResponse
{
    /// <summary>Number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of values in a row: the generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The type of the values: <c>bf16</c>, <c>f16</c> or <c>f32</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>The format of the payload.</summary>
    public required string Format { get; init; }

    /// <summary>Size of the payload before base64, in bytes.</summary>
    public required int PayloadBytes { get; init; }

    /// <summary>The payload in base64; for <c>torch</c> ready to be <c>prompt_embeds</c>. Absent with the format <c>json</c> and with <c>return_data</c> false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Data { get; init; }

    /// <summary>A list of rows, each a list of numbers. Present with the format <c>json</c>, unless <c>return_data</c> is false.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? InputEmbeds { get; init; }

    /// <summary>Number of the generator's tokens that the rows stand for.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>The segments and their rows; null with <c>return_segments</c> false.</summary>
    public required IReadOnlyList<SoftSegmentResponse>? Segments { get; init; }

    /// <summary>The model that compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>How much of the work the cache saved. Exact segments need no run and are not counted.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>The time that each stage took, in milliseconds.</summary>
    public required SoftTimings TimingsMs { get; init; }
}

/// <summary>The model that compressed, and the generator it is made for.</summary>
internal sealed record SoftModelUsed
{
    /// <summary>The name of the model.</summary>
    public required string Id { get; init; }

    /// <summary>The revision of the compressor.</summary>
    public required string Revision { get; init; }

    /// <summary>SHA-256 over graph and tokenizer: the same hash means the same rows on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The only LLM that can read the rows.</summary>
    public required string Generator { get; init; }
}

/// <summary>Time by stage, in milliseconds. Batches run in parallel and their stages (<c>queue</c>, <c>infer</c>) add up, so the sum may exceed <c>total</c>.</summary>
internal sealed record SoftTimings
{
    /// <summary>Milliseconds for tokenizing and cutting into segments.</summary>
    public required double Split { get; init; }

    /// <summary>Milliseconds for looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Milliseconds of waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Milliseconds for running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>Milliseconds of wall-clock time until the rows were complete.</summary>
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

/// <summary>A segment of the text and the rows that stand for it.</summary>
internal sealed record SoftSegmentResponse
{
    /// <summary>Index of the text in <c>context</c>, from 0.</summary>
    public required int Text { get; init; }

    /// <summary>Position in the text at which the segment begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the text at which the segment ends, exclusive, in UTF-16 code units. A character whose bytes fall into two segments is in both.</summary>
    public required int End { get; init; }

    /// <summary>Index of the segment's first row, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>Number of rows of the segment.</summary>
    public required int Rows { get; init; }

    /// <summary>Number of the generator's tokens in the segment.</summary>
    public required int Tokens { get; init; }

    /// <summary>Whether the rows are the generator's own embeddings of the segment's tokens.</summary>
    public required bool Exact { get; init; }

    /// <summary>
    /// Source of the rows: <c>memory</c>, <c>redis</c>, <c>computed</c> (the model ran now, for this request or for another one at the same time) or
    /// <c>not_needed</c> (the segment is exact).
    /// </summary>
    public required string Source { get; init; }
}
