using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Compress;

/// <summary>What the values of a request must be, as far as they can be told without models and tokenizers.</summary>
internal static class RequestChecks
{
    public const string NativeMode = "native";
    public const string ReferenceMode = "reference";

    public static void Check(CompressRequest request, LimitsOptions limits, FieldErrors errors)
    {
        CheckTexts(request, limits, errors);
        CheckAmount(request, errors);
        CheckQuestion(request, limits, errors);
        CheckContextOnly(request, errors);
        CheckMode(request, errors);
        CheckForceTokens(request.ForceTokens, limits, errors);
    }

    private static void CheckTexts(CompressRequest request, LimitsOptions limits, FieldErrors errors)
    {
        var (context, messages) = (request.Context, request.Messages);
        if (context is not null && messages is not null)
        {
            errors.Add("messages", "cannot be given together with context.");
        }
        else if (context is null && messages is null && !errors.Has("context") && !errors.Has("messages"))
        {
            errors.Add(CompressRequestReader.WholeRequest, "needs exactly one of context and messages.");
        }

        CheckCount("context", context?.Count, context?.Count, limits, errors);
        CheckCount("messages", messages?.Count, messages?.Sum(message => Math.Max(1, message.Texts.Count)), limits, errors);
    }

    public static void CheckCount(string field, int? items, int? texts, LimitsOptions limits, FieldErrors errors)
    {
        if (items == 0 && !errors.Has(field))
        {
            errors.Add(field, "must not be an empty list.");
        }
        else if (texts > limits.Contexts)
        {
            errors.Add(field, $"has {texts} texts, and may have {limits.Contexts} (Limits:Contexts).");
        }
    }

    private static void CheckAmount(CompressRequest request, FieldErrors errors)
    {
        if (request.Rate is not (null or (> 0 and <= 1)))
        {
            errors.Add("rate", "must be greater than 0 and at most 1.");
        }

        if (request.TargetToken < 1)
        {
            errors.Add("target_token", "must be at least 1.");
        }

        if (request.MinScore is not (null or (>= 0 and <= 1)))
        {
            errors.Add("min_score", "must be from 0 to 1.");
        }
    }

    private static void CheckQuestion(CompressRequest request, LimitsOptions limits, FieldErrors errors)
    {
        if (request.Question?.Length > limits.QuestionLength)
        {
            errors.Add("question", $"has {request.Question.Length} characters, and may have {limits.QuestionLength} (Limits:QuestionLength).");
        }
        else if (request is { Question: not null, Rate: null, TargetToken: null, MinScore: > 0 })
        {
            errors.Add("question", "says what a budget is spent on: give rate or target_token beside min_score.");
        }
    }

    private static void CheckContextOnly(CompressRequest request, FieldErrors errors)
    {
        if (request is { ConcateQuestion: true, Question: null })
        {
            errors.Add("concate_question", "needs a question.");
        }

        if (request.Messages is null)
        {
            return;
        }

        foreach (var (field, value) in ContextFields(request))
        {
            if (value is not null)
            {
                errors.Add(field, "is for context only.");
            }
        }
    }

    private static IEnumerable<(string Field, object? Value)> ContextFields(CompressRequest request) =>
    [
        ("instruction", request.Instruction),
        ("concate_question", request.ConcateQuestion),
        ("use_context_level_filter", request.UseContextLevelFilter),
        ("target_context", request.TargetContext),
        ("context_level_rate", request.ContextLevelRate),
        ("context_level_target_token", request.ContextLevelTargetToken),
        ("force_context_ids", request.ForceContextIds),
    ];

    private static void CheckMode(CompressRequest request, FieldErrors errors)
    {
        if (request.Mode == ReferenceMode)
        {
            Refuse("messages", request.Messages);
            Refuse("question", request.Question);
            foreach (var (field, value) in ContextFields(request))
            {
                Refuse(field, value);
            }

            Refuse("use_tags", request.UseTags);
            Refuse("tokenizer", request.Tokenizer);
            Refuse("min_score", request.MinScore);
            Refuse("protect", request.Protect);
            Refuse("return_spans", request.ReturnSpans);
            Refuse("return_word_label", request.ReturnWordLabel);
        }

        void Refuse(string field, object? value)
        {
            if (value is not null)
            {
                errors.Add(field, $"is not known to the mode '{ReferenceMode}'; /v1/llmlingua/compress_prompt has all that LLMLingua-2 heeds.");
            }
        }
    }

    public static void CheckForceTokens(IReadOnlyList<string>? tokens, LimitsOptions limits, FieldErrors errors)
    {
        if (tokens?.Count > limits.ForceTokens)
        {
            errors.Add("force_tokens", $"has {tokens.Count} entries, and may have {limits.ForceTokens} (Limits:ForceTokens).");
            return;
        }

        for (var i = 0; i < tokens?.Count; i++)
        {
            var field = $"force_tokens[{i}]";
            if (tokens[i].Length == 0 && !errors.Has(field))
            {
                errors.Add(field, "must not be empty.");
            }
            else if (tokens[i].Length > limits.ForceTokenLength)
            {
                errors.Add(field, $"has {tokens[i].Length} characters, and may have {limits.ForceTokenLength} (Limits:ForceTokenLength).");
            }
        }
    }
}
