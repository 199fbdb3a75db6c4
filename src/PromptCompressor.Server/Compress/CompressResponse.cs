using System.Text.Json.Serialization;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Compress;

/// <summary>What is left of the text, and what it cost.</summary>
internal sealed record CompressResponse
{
    /// <summary>
    /// <c>instruction</c>, the outputs of all contexts that are not empty, and the question if asked for, with a blank line
    /// between them; absent for <c>messages</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CompressedPrompt { get; init; }

    /// <summary>One output for each context, in order; absent for <c>messages</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? CompressedPromptList { get; init; }

    /// <summary>Indices of the contexts that were dropped as a whole; present if whole contexts may be dropped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? DroppedContexts { get; init; }

    /// <summary>The messages: as many, in the same order, with the same fields; only compressed text differs. Absent for <c>context</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<RawJson>? Messages { get; init; }

    /// <summary>
    /// Tokens of the input. Contexts are counted with a blank line between them; of messages the text is counted, not what
    /// a chat format puts around it.
    /// </summary>
    public required long OriginTokens { get; init; }

    /// <summary>Tokens of the output, counted in the same way.</summary>
    public required long CompressedTokens { get; init; }

    /// <summary><c>origin_tokens / compressed_tokens</c>, to four decimals.</summary>
    public required double Ratio { get; init; }

    /// <summary>Share of the tokens that was kept, to four decimals.</summary>
    public required double Rate { get; init; }

    /// <summary><c>origin_tokens - compressed_tokens</c>.</summary>
    public required long SavedTokens { get; init; }

    /// <summary>What counted the tokens.</summary>
    public required TokenizerUsed Tokenizer { get; init; }

    /// <summary>What scored the words.</summary>
    public required ModelUsed Model { get; init; }

    /// <summary>The lowest keep probability that was enough; null if no word was chosen by it alone (with a <c>question</c> relevance counts too) or messages have one each.</summary>
    public required double? Threshold { get; init; }

    /// <summary>
    /// With <c>return_spans</c>: for each context, or for each text of the <c>user</c> and <c>tool</c> messages in order,
    /// the pieces <c>[start, end)</c> of the input that make the output, in UTF-16 code units.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Spans { get; init; }

    /// <summary>With <c>return_word_label</c>: for each context or text as in <c>spans</c>, every word with its fate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<WordLabel>>? Labels { get; init; }

    /// <summary>
    /// Why everything came back as it was: <c>within_budget</c> (it is small enough already), <c>no_words</c> (there is
    /// nothing but white space) or <c>no_gain</c> (the output would not have been shorter); else null.
    /// </summary>
    public required string? Skipped { get; init; }

    /// <summary>What the caller should know, such as a budget that protected text alone is over.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the segment cache saved.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>Where the time went.</summary>
    public required Timings TimingsMs { get; init; }
}
