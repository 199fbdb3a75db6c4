using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Fields;

namespace PromptCompressor.Server.Compress;

/// <summary>What to compress, and how far. Give exactly one of <c>context</c> and <c>messages</c>. A field that is null counts as absent; fields that are not listed here are refused.</summary>
/// <remarks><see cref="Fields"/> says what each field means.</remarks>
internal sealed record CompressRequest
{
    public const string NativeMode = "native";
    public const string ReferenceMode = "reference";

    public IReadOnlyList<string>? Context { get; init; }

    public IReadOnlyList<ChatMessage>? Messages { get; init; }

    public bool? UseTags { get; init; }

    public string? Question { get; init; }

    public string? Instruction { get; init; }

    public bool? ConcateQuestion { get; init; }

    public bool? UseContextLevelFilter { get; init; }

    public int? TargetContext { get; init; }

    public double? ContextLevelRate { get; init; }

    public int? ContextLevelTargetToken { get; init; }

    public IReadOnlyList<int>? ForceContextIds { get; init; }

    public double? Rate { get; init; }

    public int? TargetToken { get; init; }

    public string? Tokenizer { get; init; }

    public string? Model { get; init; }

    public string? Mode { get; init; }

    public string? Content { get; init; }

    public bool? Reshape { get; init; }

    public IReadOnlyList<string>? ForceTokens { get; init; }

    public bool? ForceReserveDigit { get; init; }

    public bool? DropConsecutive { get; init; }

    public double? MinScore { get; init; }

    public IReadOnlyList<string>? Protect { get; init; }

    public bool? ReturnSpans { get; init; }

    public bool? ReturnWordLabel { get; init; }

    public static RequestFields<CompressRequest> Fields { get; } = new(
        new CompressRequest(),
        [
            new TextOrTextsField<CompressRequest>("context", "The text to compress, or a list of texts that share one budget.")
            {
                Details = "A part may have a rate of its own: `<llmlingua, rate=0.4>...</llmlingua>`, or stay whole: "
                    + "`<llmlingua, compress=False>...</llmlingua>`. Tags are not part of the output; `rate` holds for what is outside of them, "
                    + "`target_token` for all together.",
                Most = Limit.Contexts,
                IsToolArgument = true,
                Get = request => request.Context,
                Set = (request, value) => request with { Context = value },
            },
            new MessagesField("messages", "Chat messages, in the shapes of OpenAI's chat and Responses APIs and of Anthropic's messages.")
            {
                Details = "Texts of users, results of tools, and documents are compressed: the `content` of the roles `user`, `tool` and `function` (a string, or parts "
                    + "of the types `text`, `input_text`, `tool_result`, `document` and `search_result`) and the `output` of items such as `function_call_output`. Everything else "
                    + "is returned byte for byte; `warnings` names roles and types that are not known. With `rate` each message is compressed by itself, so its output "
                    + "never depends on later turns and a provider's prompt cache stays valid, and a message of no more than 50 tokens comes back as it was; with "
                    + "`target_token` all of them share what the budget leaves after the text that is not compressed.",
                Scope = FieldScope.NativeMode,
                Get = request => request.Messages,
                Set = (request, value) => request with { Messages = value },
            },
            new FlagField<CompressRequest>(
                "use_tags",
                "Whether tags in `context` take effect; if not, they are text like any other, as they always are in "
                    + "`messages`.")
            {
                Scope = FieldScope.NativeMode,
                Default = true,
                Get = request => request.UseTags,
                Set = (request, value) => request with { UseTags = value },
            },
            new TextField<CompressRequest>(
                "question",
                "The question that the text is to answer, in any language: sentences that have to do with it keep more "
                    + "of their words.")
            {
                Details = "Sentences to which these lead keep more as well; the rest of the text keeps fewer words. The budget is the same, and cached scores serve "
                    + "every question.",
                Most = Limit.QuestionLength,
                Scope = FieldScope.NativeMode,
                IsToolArgument = true,
                Option = "--question",
                Get = request => request.Question,
                Set = (request, value) => request with { Question = value },
            },
            new TextField<CompressRequest>(
                "instruction",
                "Text for the LLM that is put before the contexts in `compressed_prompt`, unchanged.")
            {
                Details = "Its tokens count, in `target_token` too; `rate` is a share of the contexts' tokens.",
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Get = request => request.Instruction,
                Set = (request, value) => request with { Instruction = value },
            },
            new FlagField<CompressRequest>(
                "concate_question",
                "Whether `question` is put after the contexts in `compressed_prompt`, unchanged and counted like `instruction`.")
            {
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Default = false,
                Get = request => request.ConcateQuestion,
                Set = (request, value) => request with { ConcateQuestion = value },
            },
            new FlagField<CompressRequest>(
                "use_context_level_filter",
                "Whether whole contexts are dropped before words are chosen: the contexts that have least to do with the `question`, or without a question those with the "
                    + "lowest mean keep probability of their words.")
            {
                Details = "The contexts that stay keep more of their words, because `rate` is a share of all tokens. How many tokens stay in whole contexts: twice `target_token`, or without it a share "
                    + "halfway between `rate` and 1. `target_context` (a number of contexts), `context_level_rate` (a share of their tokens) and `context_level_target_token` (a number "
                    + "of tokens) set that instead, and switch the filter on by themselves. The best context always stays.",
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Default = false,
                Get = request => request.UseContextLevelFilter,
                Set = (request, value) => request with { UseContextLevelFilter = value },
            },
            new WholeField<CompressRequest>("target_context", "Largest number of contexts to keep.")
            {
                Range = new NumberRange(Least: 1),
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Get = request => request.TargetContext,
                Set = (request, value) => request with { TargetContext = value },
            },
            new NumberField<CompressRequest>(
                "context_level_rate",
                "Share of the contexts' tokens to keep in whole contexts, before words are chosen.")
            {
                Range = new NumberRange(Above: 0, Most: 1),
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Get = request => request.ContextLevelRate,
                Set = (request, value) => request with { ContextLevelRate = value },
            },
            new WholeField<CompressRequest>(
                "context_level_target_token",
                "Largest number of tokens to keep in whole contexts, before words are chosen.")
            {
                Range = new NumberRange(Least: 1),
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Get = request => request.ContextLevelTargetToken,
                Set = (request, value) => request with { ContextLevelTargetToken = value },
            },
            new WholesField<CompressRequest>(
                "force_context_ids",
                "Indices, from 0, of contexts that are never dropped as a whole.")
            {
                Scope = FieldScope.NativeMode | FieldScope.Context,
                Get = request => request.ForceContextIds,
                Set = (request, value) => request with { ForceContextIds = value },
            },
            new NumberField<CompressRequest>(
                "rate",
                "Share of the tokens to keep, 0 to 1; 0.5 if there is neither a `target_token` nor a `min_score` above 0. Below 0.3 "
                    + "many facts get lost.")
            {
                Details = "It is a share of the tokens that may be dropped: text that always stays, such as protected text, comes on top. "
                    + "A text of at most 50 tokens is returned unchanged, because none of a few words can be spared.",
                Range = new NumberRange(Above: 0, Most: 1),
                IsToolArgument = true,
                Option = "--rate",
                Get = request => request.Rate,
                Set = (request, value) => request with { Rate = value },
            },
            new WholeField<CompressRequest>("target_token", "Largest number of tokens of the output. Takes precedence over `rate`.")
            {
                Details = "If text that must stay, such as protected text, is larger than that, at most a tenth of the rest stays beside it, and `warnings` says so.",
                Range = new NumberRange(Least: 1),
                IsToolArgument = true,
                Option = "--target-token",
                Get = request => request.TargetToken,
                Set = (request, value) => request with { TargetToken = value },
            },
            new TextField<CompressRequest>(
                "tokenizer",
                "The tokenizer that counts: the name of an LLM (`gpt-4o`, `gpt-4`, `claude-…`) or of an encoding "
                    + "(`o200k_base`, `cl100k_base`).")
            {
                Details = "If the LLM's tokenizer is not public, counts are estimates, and the response says so. `/v1/info` lists the names.",
                Scope = FieldScope.NativeMode,
                Default = CompressPlanner.DefaultTokenizer,
                Example = "gpt-4o",
                IsToolArgument = true,
                Option = "--tokenizer",
                Get = request => request.Tokenizer,
                Set = (request, value) => request with { Tokenizer = value },
            },
            new TextField<CompressRequest>("model", "The compressing model, unless it is the service's default. It is not the LLM: that goes into `tokenizer`.")
            {
                Details = "`/v1/models` lists them; the default is `default_model` of `/v1/info`.",
                IsToolArgument = true,
                Option = "--model",
                Get = request => request.Model,
                Set = (request, value) => request with { Model = value },
            },
            new ChoiceField<CompressRequest>(
                "mode",
                "The method. `native`: one threshold over the whole text, protected spans whole, output made of slices of the input.",
                [NativeMode, ReferenceMode])
            {
                Details = "`reference`: the result of LLMLingua-2's Python library, counted with cl100k_base as the library counts; for `context` only, and no "
                    + "context is dropped. `/v1/llmlingua/compress_prompt` has all of its parameters.",
                IsOpen = true,
                Default = NativeMode,
                Get = request => request.Mode,
                Set = (request, value) => request with { Mode = value },
            },
            new ChoiceField<CompressRequest>(
                "content",
                "The kind of the text. `auto`: words are chosen in prose alone; logs, JSON, tables, diffs, code and other structure shrink without loss where that is "
                    + "enough, then by whole records, with marks such as `[41 lines omitted]`. `prose`: words are chosen everywhere. The name of one kind: the whole text is "
                    + "read as that kind.",
                ContentNames.All)
            {
                Details = "Records that report failures, or have one of the `force_tokens`, stay even above the budget. Text that is not understood is left unchanged, and so are the kinds "
                    + "that the setting `ContentKinds:Off` names. The named rules of `protect` hold in prose, since records are whole or gone; its regular expressions hold everywhere. "
                    + "`blocks` of the response says what was done to each block. A text that is all prose has the same output under `auto` and `prose`.",
                Scope = FieldScope.NativeMode,
                Default = ContentNames.Auto,
                IsToolArgument = true,
                Option = "--content",
                Get = request => request.Content,
                Set = (request, value) => request with { Content = value },
            },
            new FlagField<CompressRequest>(
                "reshape",
                "Whether structure may be written in another shape that says the same in fewer tokens: arrays of like objects as tables, search results by path, tables "
                    + "without padding, web pages as their main text.")
            {
                Details = "Default: true; with `return_spans` false, so that the output consists of pieces of the input where possible.",
                Scope = FieldScope.NativeMode,
                Get = request => request.Reshape,
                Set = (request, value) => request with { Reshape = value },
            },
            new TextsField<CompressRequest>(
                "force_tokens",
                "Strings that are kept wherever they occur, as words of their own. Marks inside a protected number, address or "
                    + "table row are part of it: `.` does not force `3.14`.")
            {
                Most = Limit.ForceTokens,
                EntryLength = Limit.ForceTokenLength,
                Example = ["?", "not"],
                IsToolArgument = true,
                Option = "--force-token",
                Get = request => request.ForceTokens,
                Set = (request, value) => request with { ForceTokens = value },
            },
            new FlagField<CompressRequest>("force_reserve_digit", "Whether every word with a digit is kept.")
            {
                Default = false,
                IsToolArgument = true,
                Option = "--force-reserve-digit",
                Get = request => request.ForceReserveDigit,
                Set = (request, value) => request with { ForceReserveDigit = value },
            },
            new FlagField<CompressRequest>("drop_consecutive", "Whether only the first of equal force tokens in a row is kept.")
            {
                Default = false,
                Option = "--drop-consecutive",
                Get = request => request.DropConsecutive,
                Set = (request, value) => request with { DropConsecutive = value },
            },
            new NumberField<CompressRequest>(
                "min_score",
                "The model's keep probability, 0 to 1, below which a word is dropped even where the budget has room for it.")
            {
                Details = "Without `rate` and `target_token` there is no budget, and this value alone decides: every word at or above it is kept, however many these are, and structure loses nothing.",
                Range = new NumberRange(Least: 0, Most: 1),
                Scope = FieldScope.NativeMode,
                Default = 0,
                Option = "--min-score",
                Get = request => request.MinScore,
                Set = (request, value) => request with { MinScore = value },
            },
            new TextsField<CompressRequest>(
                "protect",
                @"Text that is kept or dropped as a whole: names of rules, `all`, `none`, or regular expressions between slashes such as "
                    + @"`/INV-\d+/`; without this field the default rules hold.")
            {
                Details = "`/v1/info` lists the rules. An empty list protects nothing.",
                Most = Limit.ProtectEntries,
                Scope = FieldScope.NativeMode,
                Example = ["number", @"/INV-\d+/"],
                Option = "--protect",
                Get = request => request.Protect,
                Set = (request, value) => request with { Protect = value },
            },
            new FlagField<CompressRequest>(
                "return_spans",
                "Whether the response has `spans`: the positions in the input of the pieces that make the output, as [start, end) in UTF-16 code units.")
            {
                Details = "Where structure is compressed or a string of JSON is cut, the response has `written` too: the parts of the output that are not pieces of the input, such as marks.",
                Scope = FieldScope.NativeMode,
                Default = false,
                Get = request => request.ReturnSpans,
                Set = (request, value) => request with { ReturnSpans = value },
            },
            new FlagField<CompressRequest>(
                "return_word_label",
                "Whether the response has `labels`: for every word and every line of structure its position in the input, whether it is in the output, and its keep probability.")
            {
                Scope = FieldScope.NativeMode,
                Default = false,
                Get = request => request.ReturnWordLabel,
                Set = (request, value) => request with { ReturnWordLabel = value },
            },
        ])
    {
        ExactlyOneOf = ("context", "messages"),
        Rules = Rules,
        Advice = LlmlinguaAdvice.ByField.Concat(OtherNames.ByField).ToDictionary(StringComparer.Ordinal),
    };

    private static IEnumerable<FieldError> Rules(CompressRequest request) =>
        [.. RulesOfTheQuestion(request), .. RulesOfTheScope(request), .. ContextFilterFields.Check(request)];

    private static IEnumerable<FieldError> RulesOfTheScope(CompressRequest request)
    {
        foreach (var field in Fields.All.Where(field => field.IsGiven(request)))
        {
            if (request.Messages is not null && field.Scope.HasFlag(FieldScope.Context))
            {
                yield return new FieldError(field.Name, "is for context only.");
            }

            if (request.Mode == ReferenceMode && field.Scope.HasFlag(FieldScope.NativeMode))
            {
                yield return new FieldError(
                    field.Name, $"is not known to the mode '{ReferenceMode}'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
            }
        }

        if (request is { Content: not null, Mode: not (null or NativeMode or ReferenceMode) })
        {
            yield return new FieldError("content", $"is for the mode '{NativeMode}' only.");
        }

        if (request is { Content: ContentNames.Prose, Reshape: true })
        {
            yield return new FieldError("reshape", $"has no meaning with the content '{ContentNames.Prose}', of which words are chosen.");
        }

        if (request is { UseTags: true, Messages: not null })
        {
            yield return new FieldError("use_tags", "is for context only: in messages tags are text like any other.");
        }
    }

    private static IEnumerable<FieldError> RulesOfTheQuestion(CompressRequest request)
    {
        if (request is { Question: not null, Rate: null, TargetToken: null, MinScore: > 0 })
        {
            yield return new FieldError("question", "says what a budget is spent on: give rate or target_token beside min_score.");
        }

        if (request is { ConcateQuestion: true, Question: null })
        {
            yield return new FieldError("concate_question", "needs a question.");
        }
    }
}
