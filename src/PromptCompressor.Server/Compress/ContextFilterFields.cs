using PromptCompressor.Core.Selection;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The fields that drop whole contexts.</summary>
internal static class ContextFilterFields
{
    /// <returns>Null where no context is to be dropped.</returns>
    public static ContextFilter? Parse(CompressRequest request, FieldErrors errors)
    {
        Check(request, errors);
        var asks = request is not { TargetContext: null, ContextLevelRate: null, ContextLevelTargetToken: null };
        if (!asks && request.UseContextLevelFilter != true)
        {
            if (request.ForceContextIds is not null)
            {
                errors.Add("force_context_ids", "names texts that a filter must not drop: give use_context_level_filter, target_context or another limit with it.");
            }

            return null;
        }

        if (request.UseContextLevelFilter == false)
        {
            errors.Add("use_context_level_filter", "is false, so target_context, context_level_rate and context_level_target_token have no meaning.");
        }

        var filter = new ContextFilter
        {
            MaxContexts = request.TargetContext,
            MaxTokens = request.ContextLevelTargetToken,
            Rate = request.ContextLevelRate,
            Forced = [.. request.ForceContextIds ?? []],
        };
        return asks ? filter : AsFarAsWords(filter, request, errors);
    }

    /// <summary>What LLMLingua-2 does where only words have a budget: the contexts get twice as much, or half of what is dropped.</summary>
    private static ContextFilter AsFarAsWords(ContextFilter filter, CompressRequest request, FieldErrors errors)
    {
        if (request.TargetToken is { } target)
        {
            return filter with { MaxTokens = (int)Math.Min(2L * target, int.MaxValue) };
        }

        if (request.Rate is null && request.MinScore > 0)
        {
            errors.Add("use_context_level_filter", "needs a budget: give rate or target_token, or say it in target_context, context_level_rate or context_level_target_token.");
        }

        return filter with { Rate = ((request.Rate ?? CompressPlanner.DefaultRate) + 1) / 2 };
    }

    private static void Check(CompressRequest request, FieldErrors errors)
    {
        if (request.TargetContext < 1)
        {
            errors.Add("target_context", "must be at least 1.");
        }

        if (request.ContextLevelRate is not (null or (> 0 and <= 1)))
        {
            errors.Add("context_level_rate", "must be greater than 0 and at most 1.");
        }

        if (request.ContextLevelTargetToken < 1)
        {
            errors.Add("context_level_target_token", "must be at least 1.");
        }

        for (var i = 0; i < request.ForceContextIds?.Count; i++)
        {
            var field = $"force_context_ids[{i}]";
            if (!errors.Has(field) && (request.ForceContextIds[i] < 0 || request.ForceContextIds[i] >= request.Context?.Count))
            {
                errors.Add(field, $"must be the index of a context, from 0 to {request.Context?.Count - 1}.");
            }
        }
    }
}
