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
    /// With <c>return_spans</c>: for each context, or for each text of messages that is compressed, in order,
    /// the pieces <c>[start, end)</c> of the input that make the output, in UTF-16 code units.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Spans { get; init; }

    /// <summary>
    /// With <c>return_spans</c>, where structure is compressed: for each context or text as in <c>spans</c>, the parts <c>[start, end)</c> of its output, in
    /// UTF-16 code units, that are no pieces of the input but were written: marks, tables, numbers of lines. The rest of the output are the spans.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Written { get; init; }

    /// <summary>With <c>return_word_label</c>: for each context or text as in <c>spans</c>, every word with its fate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<WordLabel>>? Labels { get; init; }

    /// <summary>
    /// For each context or text as in <c>spans</c>, the blocks that it consists of, in order and without a gap but for tags, and what became of them. Absent with
    /// <c>content: prose</c> and in mode <c>reference</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<ContentBlock>>? Blocks { get; init; }

    /// <summary>
    /// Why everything came back as it was: <c>within_budget</c> (it is small enough already), <c>too_small</c> (no more than 50 tokens, of which a rate takes
    /// none; each message counts by itself), <c>no_gain</c> (the output would not have been shorter) or <c>no_words</c> (there is nothing but white space);
    /// else null. Of messages that came back each for a reason of its own, the first of these that holds for one.
    /// </summary>
    public required string? Skipped { get; init; }

    /// <summary>What the caller should know, such as a budget that is not met, and what stays above it.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What the segment cache saved.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>Where the time went.</summary>
    public required Timings TimingsMs { get; init; }
}

/// <summary>What counted the tokens.</summary>
internal sealed record TokenizerUsed
{
    /// <summary>The encoding.</summary>
    public required string Name { get; init; }

    /// <summary>False if the LLM's own tokenizer is not at hand, so that counts are estimates.</summary>
    public required bool Exact { get; init; }
}

/// <summary>What scored the words.</summary>
internal sealed record ModelUsed
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Over graph, weights and tokenizer: the same hash, the same output.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A word, protected span or line of structure with its fate. A text that came back unread has one label for all of it, or for each part between tags.</summary>
internal readonly record struct WordLabel
{
    /// <summary>Where it begins in the input, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>1 if it is in the output, 0 if not.</summary>
    public required int Label { get; init; }

    /// <summary>The model's keep probability, 0 to 1; null if it was not scored, as structure is not.</summary>
    public required double? Probability { get; init; }

    /// <summary>The rule that protects it, or null; <c>llmlingua</c> for a tag, which is never kept.</summary>
    public required string? Rule { get; init; }
}

/// <summary>A part of a text that has one kind, and what became of it.</summary>
internal sealed record ContentBlock
{
    /// <summary>
    /// <c>prose</c>, <c>dialogue</c>, <c>markdown</c>, <c>code</c>, <c>numbered_lines</c>, <c>diff</c>, <c>log</c>, <c>stack_trace</c>, <c>build_report</c>, <c>test_report</c>,
    /// <c>search_results</c>, <c>listing</c>, <c>table</c>, <c>csv</c>, <c>json</c>, <c>json_lines</c>, <c>html</c>, <c>xml</c>, <c>config</c>, <c>blob</c> or <c>unknown</c>; there
    /// may be more in later versions.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Where it begins in the input, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Where it ends; this position is not part of it.</summary>
    public required int End { get; init; }

    /// <summary>Names of the methods that changed it, in order: <c>words</c> where the model chose words; empty if it is as it came.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Whether everything that it said is still there.</summary>
    public required bool Lossless { get; init; }

    /// <summary>Records (lines, rows, elements) that were left out; what stands in their place says how many.</summary>
    public required int OmittedRecords { get; init; }

    /// <summary>Its tokens as it came, without the blank lines around it.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Tokens of what it became.</summary>
    public required int CompressedTokens { get; init; }
}

/// <summary>What the segment cache saved.</summary>
internal sealed record CacheUsed
{
    /// <summary>Segments whose scores were needed.</summary>
    public required int Segments { get; init; }

    /// <summary>Segments that needed no run of the model.</summary>
    public required int Hits { get; init; }

    /// <summary>Segments that the model ran for; equal ones of a request run once.</summary>
    public required int Misses { get; init; }
}

/// <summary>
/// Milliseconds by stage. Segments are scored in parallel and their stages (<c>tokenize</c>, <c>queue</c>, <c>infer</c>) add up over all of
/// them, so these may exceed <c>total</c>.
/// </summary>
internal sealed record Timings
{
    /// <summary>Finding segments, words and protected spans, and counting the input.</summary>
    public required double Split { get; init; }

    /// <summary>The model's tokenizer.</summary>
    public required double Tokenize { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>Choosing words to the budget and writing the output.</summary>
    public required double Select { get; init; }

    /// <summary>The whole request on the clock, from the parsed body to the answer.</summary>
    public required double Total { get; init; }
}
