using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Llmlingua;

/// <summary>
/// The parameters of <c>PromptCompressor.compress_prompt</c> in microsoft/LLMLingua that <c>use_llmlingua2=True</c> heeds, with its
/// names, meanings and defaults. The parameters that it ignores without a word are refused here by name.
/// </summary>
/// <remarks><see cref="Fields"/> says what each field means.</remarks>
internal sealed record CompressPromptRequest
{
    public IReadOnlyList<string>? Context { get; init; }

    public double? Rate { get; init; }

    public double? TargetToken { get; init; }

    public bool? UseContextLevelFilter { get; init; }

    public bool? UseTokenLevelFilter { get; init; }

    public double? TargetContext { get; init; }

    public double? ContextLevelRate { get; init; }

    public double? ContextLevelTargetToken { get; init; }

    public IReadOnlyList<int>? ForceContextIds { get; init; }

    public bool? ReturnWordLabel { get; init; }

    public string? WordSep { get; init; }

    public string? LabelSep { get; init; }

    public string? TokenToWord { get; init; }

    public IReadOnlyList<string>? ForceTokens { get; init; }

    public bool? ForceReserveDigit { get; init; }

    public bool? DropConsecutive { get; init; }

    public IReadOnlyList<string>? ChunkEndTokens { get; init; }

    public string? Model { get; init; }

    /// <summary>The values of <c>token_to_word</c>, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> TokenToWordNames { get; } = [.. Enum.GetNames<TokenToWord>().Select(name => name.ToLowerInvariant())];

    /// <summary>The library's own defaults.</summary>
    private static LlmlinguaRequest Defaults { get; } = new() { Contexts = [], Counter = null! };

    /// <summary>Parameters of <c>compress_prompt</c> that do nothing with LLMLingua-2. A caller who gives one expects something.</summary>
    private static IReadOnlyList<string> Ignored { get; } =
    [
        "instruction", "question", "iterative_size", "force_context_number", "use_sentence_level_filter", "keep_split",
        "keep_first_sentence", "keep_last_sentence", "keep_sentence_number", "high_priority_bonus", "context_budget",
        "token_budget_ratio", "condition_in_question", "reorder_context", "dynamic_context_compression_ratio",
        "condition_compare", "add_instruction", "rank_method", "concate_question", "context_segs", "context_segs_rate",
        "context_segs_compress", "strict_preserve_uncompressed",
    ];

    public static RequestFields<CompressPromptRequest> Fields { get; } = new(
        new CompressPromptRequest(),
        [
            new TextOrTextsField<CompressPromptRequest>("context", "The text to compress, or a list of texts.")
            {
                Most = Limit.Contexts,
                Missing = "is missing.",
                Get = request => request.Context,
                Set = (request, value) => request with { Context = value },
            },
            new NumberField<CompressPromptRequest>(
                "rate",
                "Share of the tokens to keep, above 0 and below 1. With 1 or more no word is dropped, and the text comes back as the model's tokenizer splits and joins it.")
            {
                Default = Defaults.RateOrDefault,
                Get = request => request.Rate,
                Set = (request, value) => request with { Rate = value },
            },
            new NumberField<CompressPromptRequest>(
                "target_token",
                "Number of tokens that the output should have. The library turns it into a rate, so that the output may have more or fewer. Takes precedence over `rate`; -1 means that it is not given.")
            {
                Default = Defaults.TargetToken,
                Get = request => request.TargetToken,
                Set = (request, value) => request with { TargetToken = value },
            },
            new FlagField<CompressPromptRequest>(
                "use_context_level_filter",
                "Whether whole texts are dropped before words: those with the lowest mean probability first. Default true.")
            {
                Default = true,
                Get = request => request.UseContextLevelFilter,
                Set = (request, value) => request with { UseContextLevelFilter = value },
            },
            new FlagField<CompressPromptRequest>("use_token_level_filter", "Whether words are dropped; if not, only whole texts are.")
            {
                Default = Defaults.UseTokenLevelFilter,
                Get = request => request.UseTokenLevelFilter,
                Set = (request, value) => request with { UseTokenLevelFilter = value },
            },
            new NumberField<CompressPromptRequest>("target_context", "Number of texts of `context` to keep, before words are dropped in them. -1 means that it is not given.")
            {
                Default = Defaults.TargetContext,
                Get = request => request.TargetContext,
                Set = (request, value) => request with { TargetContext = value },
            },
            new NumberField<CompressPromptRequest>(
                "context_level_rate",
                "Share of the texts' tokens to keep in whole texts, before words are dropped in them. 1 means that it follows from `rate` or `target_token`.")
            {
                Default = Defaults.ContextLevelRate,
                Get = request => request.ContextLevelRate,
                Set = (request, value) => request with { ContextLevelRate = value },
            },
            new NumberField<CompressPromptRequest>("context_level_target_token", "Number of tokens to keep in whole texts, before words are dropped in them. -1 means that it is not given.")
            {
                Default = Defaults.ContextLevelTargetToken,
                Get = request => request.ContextLevelTargetToken,
                Set = (request, value) => request with { ContextLevelTargetToken = value },
            },
            new WholesField<CompressPromptRequest>("force_context_ids", "Indices, from 0, of texts that are never dropped as a whole.")
            {
                Get = request => request.ForceContextIds,
                Set = (request, value) => request with { ForceContextIds = value },
            },
            new FlagField<CompressPromptRequest>("return_word_label", "Whether the response has `fn_labeled_original_prompt`.")
            {
                Default = Defaults.ReturnWordLabel,
                Get = request => request.ReturnWordLabel,
                Set = (request, value) => request with { ReturnWordLabel = value },
            },

            // Separators are written once for every word, so that their length counts many times.
            new TextField<CompressPromptRequest>("word_sep", "The separator between words in `fn_labeled_original_prompt`.")
            {
                Most = Limit.ForceTokenLength,
                Default = Defaults.WordSep,
                Get = request => request.WordSep,
                Set = (request, value) => request with { WordSep = value },
            },
            new TextField<CompressPromptRequest>(
                "label_sep",
                "The separator between a word and its label in `fn_labeled_original_prompt`.")
            {
                Most = Limit.ForceTokenLength,
                Default = Defaults.LabelSep,
                Get = request => request.LabelSep,
                Set = (request, value) => request with { LabelSep = value },
            },
            new ChoiceField<CompressPromptRequest>(
                "token_to_word",
                "How a word's probability is computed from those of its tokens: their mean, or that of the first.",
                TokenToWordNames)
            {
                Must = $"must be one of: {string.Join(", ", TokenToWordNames)}.",
                Default = TokenToWordNames[(int)Defaults.TokenToWord],
                Get = request => request.TokenToWord,
                Set = (request, value) => request with { TokenToWord = value },
            },
            new TextsField<CompressPromptRequest>("force_tokens", "Strings that are always kept.")
            {
                Most = Limit.ForceTokens with { Cap = LlmlinguaRequest.MaxForceTokens },
                EntryLength = Limit.ForceTokenLength,
                Example = ["\n", ".", "?"],
                Get = request => request.ForceTokens,
                Set = (request, value) => request with { ForceTokens = value },
            },
            new FlagField<CompressPromptRequest>("force_reserve_digit", "Whether tokens with a digit are kept.")
            {
                Default = Defaults.ForceReserveDigit,
                Get = request => request.ForceReserveDigit,
                Set = (request, value) => request with { ForceReserveDigit = value },
            },
            new FlagField<CompressPromptRequest>(
                "drop_consecutive",
                "Whether only the first of equal force tokens in a row is kept.")
            {
                Default = Defaults.DropConsecutive,
                Get = request => request.DropConsecutive,
                Set = (request, value) => request with { DropConsecutive = value },
            },
            new TextsField<CompressPromptRequest>("chunk_end_tokens", "Tokens after which a long text is best cut.")
            {
                Default = Defaults.ChunkEndTokens,
                Get = request => request.ChunkEndTokens,
                Set = (request, value) => request with { ChunkEndTokens = value },
            },
            new TextField<CompressPromptRequest>(
                "model",
                "The compressing model, one of `/v1/models`. The library has no such parameter: it has one model for each "
                    + "object.")
            {
                Get = request => request.Model,
                Set = (request, value) => request with { Model = value },
            },
        ])
    {
        Advice = Ignored.ToDictionary(name => name, _ => "is a parameter that LLMLingua-2 ignores; leave it out.", StringComparer.Ordinal),

        // The library's own default of many of them.
        IsAdvisedNullIgnored = true,
    };
}
