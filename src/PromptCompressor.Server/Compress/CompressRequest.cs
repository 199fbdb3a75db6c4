namespace PromptCompressor.Server.Compress;

/// <summary>
/// What to compress and how far. Give exactly one of <c>context</c> and <c>messages</c>. A field that is null counts as
/// absent; fields that are not listed here are refused.
/// </summary>
internal sealed record CompressRequest
{
    /// <summary>
    /// The text, or a list of texts that share one budget. A part may have a rate of its own:
    /// <c>&lt;llmlingua, rate=0.4&gt;...&lt;/llmlingua&gt;</c>, or stay whole: <c>&lt;llmlingua, compress=False&gt;...&lt;/llmlingua&gt;</c>.
    /// Tags are not part of the output; <c>rate</c> holds for what is outside of them, <c>target_token</c> for all together.
    /// </summary>
    public IReadOnlyList<string>? Context { get; init; }

    /// <summary>
    /// Chat messages in OpenAI's shape. The text of <c>user</c> and <c>tool</c> messages is compressed (a string as
    /// <c>content</c>, or the parts of type <c>text</c>); everything else comes back byte for byte. With <c>rate</c> each
    /// message is compressed by itself, so its output never depends on later turns and a provider's prompt cache stays
    /// valid; with <c>target_token</c> all of them share what the budget leaves after the text that is not compressed.
    /// </summary>
    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    /// <summary>Whether tags in <c>context</c> are heeded; if not, they are text like any other, as they always are in <c>messages</c>.</summary>
    public bool? UseTags { get; init; }

    /// <summary>
    /// What the reader wants to know, in any language. Sentences that have to do with it, and what they lead to, keep more of
    /// their words; the rest of the text keeps fewer. The budget is the same, and what the cache holds serves every question.
    /// </summary>
    public string? Question { get; init; }

    /// <summary>
    /// Text for the LLM that stands before the contexts in <c>compressed_prompt</c>, as it is. It is counted, in <c>target_token</c>
    /// too; <c>rate</c> is a share of the contexts. For <c>context</c> only.
    /// </summary>
    public string? Instruction { get; init; }

    /// <summary>Puts <c>question</c> after the contexts in <c>compressed_prompt</c>, as it is and counted like <c>instruction</c>. For <c>context</c> only.</summary>
    public bool? ConcateQuestion { get; init; }

    /// <summary>
    /// Drops whole contexts first: those that have least to do with the <c>question</c>, or without one have the least probable
    /// words. What stays keeps more of its words, since <c>rate</c> is a share of all. Alone it leaves the contexts twice
    /// <c>target_token</c>, or a share halfway between <c>rate</c> and 1; <c>target_context</c>, <c>context_level_rate</c> and
    /// <c>context_level_target_token</c> say it in other ways and need no <c>true</c> here. The best context always stays.
    /// </summary>
    public bool? UseContextLevelFilter { get; init; }

    /// <summary>Contexts to keep at most, from 1.</summary>
    public int? TargetContext { get; init; }

    /// <summary>Share of the contexts' tokens to keep in whole contexts, before words are chosen: above 0, at most 1.</summary>
    public double? ContextLevelRate { get; init; }

    /// <summary>Tokens of the contexts to keep at most, before words are chosen; from 1.</summary>
    public int? ContextLevelTargetToken { get; init; }

    /// <summary>Indices, from 0, of contexts that are never dropped as a whole.</summary>
    public IReadOnlyList<int>? ForceContextIds { get; init; }

    /// <summary>Share of the tokens to keep: above 0, at most 1. 0.5 if there is neither a <c>target_token</c> nor a <c>min_score</c> above 0.</summary>
    public double? Rate { get; init; }

    /// <summary>Tokens of the output at most, from 1. Wins over <c>rate</c>.</summary>
    public int? TargetToken { get; init; }

    /// <summary>
    /// Whose tokens are counted: the name of an LLM (<c>gpt-4o</c>, <c>gpt-4</c>, <c>claude-…</c>) or of an encoding
    /// (<c>o200k_base</c>, <c>cl100k_base</c>). Where the LLM's tokenizer is not public the count is an estimate, and the
    /// response says so. <c>/v1/info</c> lists the names.
    /// </summary>
    public string? Tokenizer { get; init; }

    /// <summary>The compressing model, one of <c>/v1/models</c>; by default <c>default_model</c> of <c>/v1/info</c>.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// <c>native</c>: one threshold over the whole text, protected spans whole, output made of slices of the input. <c>reference</c>:
    /// what the Python library of LLMLingua-2 gives, counted with cl100k_base as it counts; for <c>context</c> only, and no
    /// context is dropped. <c>/v1/llmlingua/compress_prompt</c> has all of its parameters.
    /// </summary>
    public string? Mode { get; init; }

    /// <summary>Strings whose every occurrence stays, as words of their own. Marks inside a protected number, address or table row are part of it: <c>.</c> does not force <c>3.14</c>.</summary>
    public IReadOnlyList<string>? ForceTokens { get; init; }

    /// <summary>Every word with a digit stays.</summary>
    public bool? ForceReserveDigit { get; init; }

    /// <summary>Of equal force tokens in a row only the first stays.</summary>
    public bool? DropConsecutive { get; init; }

    /// <summary>
    /// Words that the model finds less probable are dropped even where there is room, 0 to 1. Without <c>rate</c> and
    /// <c>target_token</c> it alone decides, so that every text gets the rate that its words deserve.
    /// </summary>
    public double? MinScore { get; init; }

    /// <summary>
    /// What is never cut into: names of rules (<c>/v1/info</c> lists them), <c>all</c>, <c>none</c>, or regular expressions
    /// between slashes such as <c>/INV-\d+/</c>. Without the field the default rules apply; an empty list protects nothing.
    /// </summary>
    public IReadOnlyList<string>? Protect { get; init; }

    /// <summary>Adds <c>spans</c> to the response.</summary>
    public bool? ReturnSpans { get; init; }

    /// <summary>Adds <c>labels</c> to the response.</summary>
    public bool? ReturnWordLabel { get; init; }
}
