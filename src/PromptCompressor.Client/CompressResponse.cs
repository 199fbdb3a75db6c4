using System.Text.Json;

namespace PromptCompressor.Client;

/// <summary>What is left of the text, and what it cost.</summary>
public sealed record CompressResponse
{
    /// <summary>The outputs of all texts with a blank line between them; null for messages.</summary>
    public string? CompressedPrompt { get; init; }

    /// <summary>One output for each text, in order; null for messages.</summary>
    public IReadOnlyList<string>? CompressedPromptList { get; init; }

    /// <summary>Indices of the texts that were dropped as a whole; null if none may be.</summary>
    public IReadOnlyList<int>? DroppedContexts { get; init; }

    /// <summary>The messages, of which only compressed text differs; null for texts.</summary>
    public IReadOnlyList<JsonElement>? Messages { get; init; }

    /// <summary>Tokens of the input.</summary>
    public required long OriginTokens { get; init; }

    /// <summary>Tokens of the output.</summary>
    public required long CompressedTokens { get; init; }

    /// <summary><see cref="OriginTokens"/> divided by <see cref="CompressedTokens"/>.</summary>
    public required double Ratio { get; init; }

    /// <summary>Share of the tokens that was kept, 0 to 1.</summary>
    public required double Rate { get; init; }

    /// <summary>Tokens that are gone.</summary>
    public required long SavedTokens { get; init; }

    /// <summary>What counted the tokens.</summary>
    public required TokenizerUsed Tokenizer { get; init; }

    /// <summary>The model that scored the words.</summary>
    public required ModelUsed Model { get; init; }

    /// <summary>The lowest keep probability that was enough; null if no word was chosen by it alone.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// With <see cref="CompressRequest.ReturnSpans"/>: for each text the pieces [start, end) of the input that make the output, as indices into
    /// the string.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Spans { get; init; }

    /// <summary>With <see cref="CompressRequest.ReturnSpans"/>: for each text the parts [start, end) of the output that are no pieces of the input.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Written { get; init; }

    /// <summary>With <see cref="CompressRequest.ReturnWordLabel"/>: for each text every word, and whether it was kept.</summary>
    public IReadOnlyList<IReadOnlyList<WordLabel>>? Labels { get; init; }

    /// <summary>For each text the hash with which its original can be had back; null where nothing was lost. Null unless the service keeps originals (<c>Originals:Enabled</c>).</summary>
    public IReadOnlyList<string?>? Originals { get; init; }

    /// <summary>The blocks of each text, in order, and what became of them; null with content <c>prose</c>.</summary>
    public IReadOnlyList<IReadOnlyList<ContentBlock>>? Blocks { get; init; }

    /// <summary>Why everything came back as it was (<c>within_budget</c>, <c>too_small</c>, <c>no_words</c>, <c>no_gain</c>); else null.</summary>
    public string? Skipped { get; init; }

    /// <summary>What the caller should know, such as a budget that is not met, and what stays above it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the service's cache saved.</summary>
    public required CacheUse Cache { get; init; }

    /// <summary>Milliseconds by stage.</summary>
    public required Timings TimingsMs { get; init; }
}

/// <summary>What counted the tokens.</summary>
public sealed record TokenizerUsed
{
    /// <summary>The encoding.</summary>
    public required string Name { get; init; }

    /// <summary>False if the LLM's own tokenizer is not at hand, so that counts are estimates.</summary>
    public required bool Exact { get; init; }
}

/// <summary>The model that scored the words.</summary>
public sealed record ModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>The hash over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A word, a protected span that is kept or dropped as one, or a line of structure. Positions are indices into the string.</summary>
public sealed record WordLabel
{
    /// <summary>Where it begins.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>1 if it is in the output, 0 if not.</summary>
    public required int Label { get; init; }

    /// <summary>The model's keep probability, 0 to 1; null if it was not scored, as structure is not.</summary>
    public double? Probability { get; init; }

    /// <summary>The rule that protects it; null without one.</summary>
    public string? Rule { get; init; }
}

/// <summary>A part of a text that has one kind, and what became of it.</summary>
public sealed record ContentBlock
{
    /// <summary>Such as <c>prose</c>, <c>log</c> or <c>json</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where it begins in the input, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>Names of the methods that changed it, in order; empty if it is as it came.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Whether everything that it said is still there.</summary>
    public required bool Lossless { get; init; }

    /// <summary>Lines, rows or elements that were left out.</summary>
    public required int OmittedRecords { get; init; }

    /// <summary>Its tokens as it came.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Tokens of what it became.</summary>
    public required int CompressedTokens { get; init; }
}

/// <summary>What the service's cache saved.</summary>
public sealed record CacheUse
{
    /// <summary>Segments whose scores were needed.</summary>
    public required int Segments { get; init; }

    /// <summary>Segments that needed no run of the model.</summary>
    public required int Hits { get; init; }

    /// <summary>Segments that the model ran for.</summary>
    public required int Misses { get; init; }
}

/// <summary>Milliseconds by stage. Stages of segments that run in parallel add up, so that they may exceed <see cref="Total"/>.</summary>
public sealed record Timings
{
    /// <summary>Finding segments, words and protected spans, and counting the input.</summary>
    public required double Split { get; init; }

    /// <summary>Turning text into the model's tokens.</summary>
    public required double Tokenize { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>Choosing words to the budget and writing the output.</summary>
    public required double Select { get; init; }

    /// <summary>The whole request, from the parsed body to the answer.</summary>
    public required double Total { get; init; }
}
