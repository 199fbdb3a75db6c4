namespace PromptCompressor.Engine.Manifests;

/// <summary>An extractive model's <c>model.json</c>; <c>models/README.md</c> tells the fields.</summary>
internal sealed record ModelManifest
{
    public const int SupportedFormat = 1;

    public required int Format { get; init; }

    public required string Id { get; init; }

    public required string Task { get; init; }

    public required string Licence { get; init; }

    public required string Revision { get; init; }

    public required TokenizerManifest Tokenizer { get; init; }

    /// <summary>Tokens the encoder takes at once, both special tokens included.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Names of the graph's inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Name of the graph's output: logits, float <c>[batch, sequence, labels]</c>.</summary>
    public required string Output { get; init; }

    /// <summary>The label that means keep.</summary>
    public required int KeepIndex { get; init; }

    public required IReadOnlyList<VariantManifest> Variants { get; init; }

    /// <summary>SHA-256 of each file in the folder, lower-case hexadecimal.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }
}

/// <summary>The tokenizer's kind, its file and the ids of its special tokens.</summary>
internal sealed record TokenizerManifest
{
    public required string Kind { get; init; }

    public required string File { get; init; }

    public required int Cls { get; init; }

    public required int Sep { get; init; }

    public required int Pad { get; init; }

    public required int Unk { get; init; }

    /// <summary>Number of ids.</summary>
    public required int Vocab { get; init; }

    /// <summary>WordPiece only: text is lower-cased and stripped of accents first. Needed with <c>vocab.txt</c>; a <c>tokenizer.json</c> says so itself.</summary>
    public bool? LowerCase { get; init; }

    /// <summary>Id of <c>[NEW0]</c>, LLMLingua-2's stand-in for the first force token.</summary>
    public int? ForceTokenBase { get; init; }

    public int ForceTokens { get; init; }
}

/// <summary>One graph of the model, by execution provider.</summary>
internal sealed record VariantManifest
{
    /// <summary>The name requests use.</summary>
    public required string Id { get; init; }

    public int? Layers { get; init; }

    public required string Cpu { get; init; }

    /// <summary>Null: the CPU graph serves CUDA too.</summary>
    public string? Gpu { get; init; }

    /// <summary>The graph of reference mode, which must not depend on what else is in the batch. Null: <see cref="Gpu"/>, or without it <see cref="Cpu"/>.</summary>
    public string? Reference { get; init; }

    /// <summary>The second output of its graphs; null: they have none.</summary>
    public RelevanceManifest? Relevance { get; init; }

    /// <summary>All graphs, some twice.</summary>
    public IEnumerable<string> Graphs() => new[] { Cpu, Gpu, Reference }.OfType<string>();
}

/// <summary>An output that tells what the sentences of a text, and a question, are about.</summary>
internal sealed record RelevanceManifest
{
    /// <summary>More products of two signed bytes could add up to what a float does not hold exactly.</summary>
    public const int MaxDimension = (1 << 24) / (127 * 127);

    /// <summary>Name of the output: float <c>[batch, sequence, dimension]</c>.</summary>
    public required string Output { get; init; }

    public required int Dimension { get; init; }

    /// <summary>The layers that it is made of.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>Added to the mean over the tokens of a question; <see cref="Dimension"/> numbers.</summary>
    public required IReadOnlyList<float> QuestionShift { get; init; }

    /// <summary>How much the sentence nearest to a question counts; the one that shares most words with it counts 1. Above 0, at most 10; null: 1.</summary>
    public double? Weight { get; init; }

    /// <summary>If the nearest sentence has a lower cosine, a text has nothing to do with a question; -1 to 1, null: 0.15.</summary>
    public double? LeastCosine { get; init; }
}
