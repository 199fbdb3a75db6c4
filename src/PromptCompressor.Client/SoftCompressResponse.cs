namespace PromptCompressor.Client;

/// <summary>Rows of embeddings for a generator.</summary>
public sealed record SoftCompressResponse
{
    /// <summary>How many rows there are.</summary>
    public required int Rows { get; init; }

    /// <summary>Numbers in a row: the generator's hidden size.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>How a number is written: <c>bf16</c>, <c>f16</c> or <c>f32</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>The form of the payload.</summary>
    public required string Format { get; init; }

    /// <summary>Size of the payload in bytes, before base64.</summary>
    public required int PayloadBytes { get; init; }

    /// <summary>The payload in base64; null with the format <c>json</c> and without <see cref="SoftCompressRequest.ReturnData"/>.</summary>
    public string? Data { get; init; }

    /// <summary>The rows as lists of numbers, with the format <c>json</c>.</summary>
    public IReadOnlyList<IReadOnlyList<float>>? InputEmbeds { get; init; }

    /// <summary>The generator's tokens that the rows stand for.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Which text became which rows; null without <see cref="SoftCompressRequest.ReturnSegments"/>.</summary>
    public IReadOnlyList<SoftSegment>? Segments { get; init; }

    /// <summary>The model that compressed.</summary>
    public required SoftModelUsed Model { get; init; }

    /// <summary>What the service's cache saved.</summary>
    public required CacheUse Cache { get; init; }

    /// <summary>Milliseconds by stage.</summary>
    public required SoftTimings TimingsMs { get; init; }
}

/// <summary>A segment of a text and the rows that it became. Positions are indices into the string.</summary>
public sealed record SoftSegment
{
    /// <summary>The index of its text in <see cref="SoftCompressRequest.Context"/>.</summary>
    public required int Text { get; init; }

    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>Its first row.</summary>
    public required int Row { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int Rows { get; init; }

    /// <summary>The generator's tokens in it.</summary>
    public required int Tokens { get; init; }

    /// <summary>Whether its rows are the embeddings of its tokens.</summary>
    public required bool Exact { get; init; }

    /// <summary>Where its rows came from: <c>memory</c>, <c>redis</c> or <c>computed</c>; null if they are exact.</summary>
    public string? Source { get; init; }
}

/// <summary>The model that compressed.</summary>
public sealed record SoftModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Its revision.</summary>
    public required string Revision { get; init; }

    /// <summary>The hash over graph and tokenizer: the same hash, the same rows on the same kind of machine.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The only model that can read the rows.</summary>
    public required string Generator { get; init; }
}

/// <summary>Milliseconds by stage. Stages of segments that run in parallel add up, so that they may exceed <see cref="Total"/>.</summary>
public sealed record SoftTimings
{
    /// <summary>Cutting the text into segments.</summary>
    public required double Split { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>The whole request.</summary>
    public required double Total { get; init; }
}
