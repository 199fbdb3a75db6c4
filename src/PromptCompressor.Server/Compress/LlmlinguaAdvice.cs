using System.Collections.Frozen;

namespace PromptCompressor.Server.Compress;

/// <summary>
/// Parameters of LLMLingua that are no fields here. LLMLingua-2 ignores most of them without a word; here each is told what
/// to use instead.
/// </summary>
internal static class LlmlinguaAdvice
{
    private const string UseQuestion = "is not a field of this request: a question is always taken into account, in its own way; leave this out.";
    private const string UseReference = "is a parameter of LLMLingua-2's own method: /v1/llmlingua/compress_prompt has it.";
    private const string NoSentences = "is not a field of this request: words are kept or dropped one by one, no sentence as a whole.";
    private const string UseTags = "is not a field of this request: write parts with a rate of their own as <llmlingua, rate=0.4>...</llmlingua>.";

    public static readonly FrozenDictionary<string, string> ByField = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["add_instruction"] = UseQuestion,
        ["condition_in_question"] = UseQuestion,
        ["condition_compare"] = UseQuestion,
        ["rank_method"] = UseQuestion,
        ["reorder_context"] = "is not a field of this request: texts keep their order, since the output is made of pieces of the input in order.",
        ["dynamic_context_compression_ratio"] = "is not a field of this request: one threshold over all texts gives each the rate its words deserve; "
            + "min_score alone, without rate and target_token, sets the threshold itself.",
        ["iterative_size"] = "is not a field of this request: every part of a text is scored once, whatever its size.",
        ["token_budget_ratio"] = NoSentences,
        ["use_sentence_level_filter"] = NoSentences,
        ["keep_first_sentence"] = NoSentences,
        ["keep_last_sentence"] = NoSentences,
        ["keep_sentence_number"] = NoSentences,
        ["high_priority_bonus"] = NoSentences,
        ["keep_split"] = "is not a field of this request: line breaks between what is kept always stay.",
        ["context_budget"] = "is not a field of this request: context_level_target_token bounds the tokens of the contexts that stay.",
        ["force_context_number"] = "is not a field of this request: force_context_ids names the contexts that stay, target_context how many.",
        ["use_token_level_filter"] = UseReference,
        ["token_to_word"] = UseReference,
        ["chunk_end_tokens"] = UseReference,
        ["word_sep"] = UseReference,
        ["label_sep"] = UseReference,
        ["context_segs"] = UseTags,
        ["context_segs_rate"] = UseTags,
        ["context_segs_compress"] = UseTags,
        ["strict_preserve_uncompressed"] = UseTags,
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
