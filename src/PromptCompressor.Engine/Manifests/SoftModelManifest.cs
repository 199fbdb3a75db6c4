namespace PromptCompressor.Engine.Manifests;

/// <summary>A soft model's <c>model.json</c>; <c>models/README.md</c> tells the fields.</summary>
internal sealed record SoftModelManifest
{
    public required int Format { get; init; }

    public required string Id { get; init; }

    public required string Task { get; init; }

    public required string Licence { get; init; }

    /// <summary>The revision of the compressor.</summary>
    public required string Revision { get; init; }

    /// <summary>The generator whose input space the embeddings are in.</summary>
    public required string BaseModel { get; init; }

    public required int GeneratorHiddenSize { get; init; }

    /// <summary>Most tokens of a segment.</summary>
    public required int SegmentTokens { get; init; }

    /// <summary>Tokens that become one row.</summary>
    public required int Rate { get; init; }

    public required SoftTokenizerManifest Tokenizer { get; init; }

    /// <summary>Where the generator's token embeddings are; null: they are not at hand.</summary>
    public EmbeddingTableManifest? TokenEmbeddings { get; init; }

    /// <summary>How the generator frames a conversation; null: not known.</summary>
    public ChatManifest? Chat { get; init; }

    /// <summary>Names of the graph's inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Name of the graph's output: float <c>[segments, segment_tokens / rate, generator_hidden_size]</c>.</summary>
    public required string Output { get; init; }

    public required string Graph { get; init; }

    /// <summary>SHA-256 of each file in the folder, lower-case hexadecimal.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}

/// <summary>The generator's tokenizer.</summary>
internal sealed record SoftTokenizerManifest
{
    public required string Kind { get; init; }

    public required string File { get; init; }

    /// <summary>The graph puts it before each segment by itself.</summary>
    public required int Bos { get; init; }

    public required int Pad { get; init; }
}

/// <summary>A table of 8-bit numbers in blocks, that the graph itself looks tokens up in.</summary>
internal sealed record EmbeddingTableManifest
{
    /// <summary>Initializer of the graph: uint8 <c>[tokens, hidden]</c>, 128 for zero.</summary>
    public required string Values { get; init; }

    /// <summary>Initializer of the graph: float32 <c>[tokens, hidden / block]</c>.</summary>
    public required string Scales { get; init; }

    /// <summary>What the generator multiplies a looked-up embedding by; 1 for most, the root of the hidden size for Gemma.</summary>
    public required float Factor { get; init; }
}

/// <summary>How the generator frames a conversation.</summary>
internal sealed record ChatManifest
{
    /// <summary><c>chatml</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>System message of conversations that have none; null: they get none.</summary>
    public string? DefaultSystem { get; init; }
}
