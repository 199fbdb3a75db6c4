using System.Text.Json.Serialization;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Compress;

/// <summary>The compressed text, how many tokens it has, and what the work cost.</summary>
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

    /// <summary>Number of tokens of the input. Contexts are counted with a blank line between them. Of messages the text is counted, without what a chat format puts around it.</summary>
    public required long OriginTokens { get; init; }

    /// <summary>Number of tokens of the output, counted in the same way.</summary>
    public required long CompressedTokens { get; init; }

    /// <summary>Input tokens divided by output tokens (<c>origin_tokens / compressed_tokens</c>), to four decimals.</summary>
    public required double Ratio { get; init; }

    /// <summary>Share of the tokens that was kept, 0 to 1, to four decimals.</summary>
    public required double Rate { get; init; }

    /// <summary>Number of tokens saved: <c>origin_tokens - compressed_tokens</c>.</summary>
    public required long SavedTokens { get; init; }

    /// <summary>The tokenizer that counted the tokens.</summary>
    public required TokenizerUsed Tokenizer { get; init; }

    /// <summary>The model that scored the words.</summary>
    public required ModelUsed Model { get; init; }

    /// <summary>
    /// The lowest keep probability, 0 to 1, with which a word was kept. Null if probability alone decided about no word (with a <c>question</c>, relevance
    /// counts too), or if each message has its own threshold.
    /// </summary>
    public required double? Threshold { get; init; }

    /// <summary>
    /// For each context, or for each compressed text of messages, in order: the pieces <c>[start, end)</c> of the input that make the output, in UTF-16 code
    /// units. Present with <c>return_spans</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Spans { get; init; }

    /// <summary>
    /// For each context or text as in <c>spans</c>: the parts <c>[start, end)</c> of its output, in UTF-16 code units, that are not pieces of the input but
    /// were written: marks, tables, line numbers. The rest of the output are the spans. Present with <c>return_spans</c> where structure is compressed or a string of
    /// JSON is cut.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>>? Written { get; init; }

    /// <summary>For each context or text as in <c>spans</c>: every word, and whether it is in the output. Present with <c>return_word_label</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<WordLabel>>? Labels { get; init; }

    /// <summary>
    /// For each context or text as in <c>spans</c>: the blocks of which it consists, in order and without gaps except for tags, and what was done to each.
    /// Absent with <c>content: prose</c> and in mode <c>reference</c>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<ContentBlock>>? Blocks { get; init; }

    /// <summary>
    /// For each context or text as in <c>spans</c>: the hash with which its original can be retrieved (<c>GET /v1/originals/{hash}</c>), 24 hexadecimal digits; null if nothing was lost or the original
    /// is not kept. A mark in the text carries the same hash where there is room for it. Absent unless <c>Originals:Enabled</c> is set.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? Originals { get; init; }

    /// <summary>
    /// The reason why the whole text is unchanged: <c>within_budget</c> (it is small enough already), <c>too_small</c> (it has at most 50 tokens, of which a
    /// rate takes none; each message counts by itself), <c>no_gain</c> (the output would not have been shorter), <c>not_selected</c> (messages without text
    /// of a role or type that is compressed) or <c>no_words</c> (there is nothing but white space); else null. If the messages have several reasons, the
    /// first of this list that holds for one of them.
    /// </summary>
    public required string? Skipped { get; init; }

    /// <summary>Sentences about what the caller should know, such as a budget that could not be met and what stays above it.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>How much of the work the segment cache saved.</summary>
    public required CacheUsed Cache { get; init; }

    /// <summary>The time that each stage took, in milliseconds.</summary>
    public required Timings TimingsMs { get; init; }
}

/// <summary>The tokenizer that counted the tokens.</summary>
internal sealed record TokenizerUsed
{
    /// <summary>The name of the encoding.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the counts are exact; false if the LLM's own tokenizer is not available and counts are estimates.</summary>
    public required bool Exact { get; init; }
}

/// <summary>The model that scored the words.</summary>
internal sealed record ModelUsed
{
    /// <summary>The name of the model.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 over graph, weights and tokenizer: the same hash means the same output.</summary>
    public required string Sha256 { get; init; }
}

/// <summary>A word, protected span or line of structure, and whether it is in the output. A text that is unchanged has one label for all of it, or one for each part between tags.</summary>
internal readonly record struct WordLabel
{
    /// <summary>Position in the input at which the word begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the input at which the word ends, exclusive, in UTF-16 code units.</summary>
    public required int End { get; init; }

    /// <summary>The label as a number: 1 if the word is in the output, 0 if not.</summary>
    public required int Label { get; init; }

    /// <summary>The model's keep probability, 0 to 1; null if the word was not scored; structure is not.</summary>
    public required double? Probability { get; init; }

    /// <summary>The rule that protects the word, or null; <c>llmlingua</c> for a tag, which is never kept.</summary>
    public required string? Rule { get; init; }
}

/// <summary>A part of a text that is of one kind, and what was done to it.</summary>
internal sealed record ContentBlock
{
    /// <summary>
    /// <c>prose</c>, <c>dialogue</c>, <c>markdown</c>, <c>code</c>, <c>numbered_lines</c>, <c>diff</c>, <c>log</c>, <c>stack_trace</c>, <c>build_report</c>, <c>test_report</c>,
    /// <c>search_results</c>, <c>listing</c>, <c>table</c>, <c>csv</c>, <c>json</c>, <c>json_lines</c>, <c>html</c>, <c>xml</c>, <c>config</c>, <c>blob</c> or <c>unknown</c>; there
    /// may be more in later versions.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Position in the input at which the block begins, in UTF-16 code units.</summary>
    public required int Start { get; init; }

    /// <summary>Position in the input at which the block ends, exclusive, in UTF-16 code units.</summary>
    public required int End { get; init; }

    /// <summary>Names of the methods that changed the block, in order; <c>words</c> where the model chose words. Empty if the block is unchanged.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>Whether everything that the block stated is still there.</summary>
    public required bool Lossless { get; init; }

    /// <summary>Number of records (lines, rows, elements) that were left out. A mark in their place says how many.</summary>
    public required int OmittedRecords { get; init; }

    /// <summary>Number of tokens of the block in the input, without blank lines around it.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Number of tokens of the block in the output.</summary>
    public required int CompressedTokens { get; init; }
}

/// <summary>What the segment cache saved in this request.</summary>
internal sealed record CacheUsed
{
    /// <summary>Number of segments whose scores were needed.</summary>
    public required int Segments { get; init; }

    /// <summary>Number of segments that needed no run of the model.</summary>
    public required int Hits { get; init; }

    /// <summary>Number of segments for which the model ran; equal segments of a request run once.</summary>
    public required int Misses { get; init; }
}

/// <summary>
/// Time by stage, in milliseconds. Segments are scored in parallel and their stages (<c>tokenize</c>, <c>queue</c>, <c>infer</c>) add up over all
/// segments, so the sum may exceed <c>total</c>.
/// </summary>
internal sealed record Timings
{
    /// <summary>Milliseconds for finding segments, words and protected spans, and counting the input.</summary>
    public required double Split { get; init; }

    /// <summary>Milliseconds for the model's tokenizer.</summary>
    public required double Tokenize { get; init; }

    /// <summary>Milliseconds for looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Milliseconds of waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Milliseconds for running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>Milliseconds for choosing words and writing the output.</summary>
    public required double Select { get; init; }

    /// <summary>Milliseconds of wall-clock time from the parsed body to the answer.</summary>
    public required double Total { get; init; }
}
