using System.Text.Json;
using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Reference;

/// <summary>From JSON to <see cref="CompressPromptRequest"/>: names and types.</summary>
internal static class CompressPromptReader
{
    /// <summary>Parameters of <c>compress_prompt</c> that do nothing with LLMLingua-2. A caller who gives one expects something.</summary>
    private static readonly string[] Ignored =
    [
        "instruction", "question", "iterative_size", "force_context_number", "use_sentence_level_filter", "keep_split",
        "keep_first_sentence", "keep_last_sentence", "keep_sentence_number", "high_priority_bonus", "context_budget",
        "token_budget_ratio", "condition_in_question", "reorder_context", "dynamic_context_compression_ratio",
        "condition_compare", "add_instruction", "rank_method", "concate_question", "context_segs", "context_segs_rate",
        "context_segs_compress", "strict_preserve_uncompressed",
    ];

    public static CompressPromptRequest Read(JsonElement source, FieldErrors errors)
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            errors.Add(CompressRequestReader.WholeRequest, JsonKinds.Mismatch("an object", source));
            return new CompressPromptRequest();
        }

        var fields = new JsonFields(source, errors);
        var request = new CompressPromptRequest
        {
            Context = fields.TextOrTexts("context"),
            Rate = fields.Number("rate"),
            TargetToken = fields.Number("target_token"),
            UseContextLevelFilter = fields.Flag("use_context_level_filter"),
            UseTokenLevelFilter = fields.Flag("use_token_level_filter"),
            TargetContext = fields.Number("target_context"),
            ContextLevelRate = fields.Number("context_level_rate"),
            ContextLevelTargetToken = fields.Number("context_level_target_token"),
            ForceContextIds = fields.Wholes("force_context_ids"),
            ReturnWordLabel = fields.Flag("return_word_label"),
            WordSep = fields.Text("word_sep"),
            LabelSep = fields.Text("label_sep"),
            TokenToWord = fields.Text("token_to_word"),
            ForceTokens = fields.Texts("force_tokens"),
            ForceReserveDigit = fields.Flag("force_reserve_digit"),
            DropConsecutive = fields.Flag("drop_consecutive"),
            ChunkEndTokens = fields.Texts("chunk_end_tokens"),
            Model = fields.Text("model"),
        };
        foreach (var name in Ignored)
        {
            if (fields.Any(name) is not null)
            {
                errors.Add(name, "is a parameter that LLMLingua-2 ignores; leave it out.");
            }
        }

        fields.RefuseOthers();
        return request;
    }
}
