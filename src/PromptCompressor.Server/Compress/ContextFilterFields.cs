using PromptCompressor.Core.Selection;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Compress;

/// <summary>The fields that drop whole contexts, taken together.</summary>
internal static class ContextFilterFields
{
    /// <returns>Null where no context is to be dropped.</returns>
    public static ContextFilter? FilterOf(CompressRequest request)
    {
        if (!HasLimit(request) && request.UseContextLevelFilter != true)
        {
            return null;
        }

        var filter = new ContextFilter
        {
            MaxContexts = request.TargetContext,
            MaxTokens = request.ContextLevelTargetToken,
            Rate = request.ContextLevelRate,
            Forced = [.. request.ForceContextIds ?? []],
        };
        return HasLimit(request) ? filter : AsFarAsWords(filter, request);
    }

    public static IEnumerable<FieldError> Check(CompressRequest request)
    {
        for (var i = 0; i < request.ForceContextIds?.Count; i++)
        {
            if (request.ForceContextIds[i] < 0 || request.ForceContextIds[i] >= request.Context?.Count)
            {
                var last = request.Context is { Count: > 0 } contexts ? $"to {contexts.Count - 1}" : "on";
                yield return new FieldError($"force_context_ids[{i}]", $"must be the index of a context, from 0 {last}.");
            }
        }

        if (HasLimit(request) && request.UseContextLevelFilter == false)
        {
            yield return new FieldError(
                "use_context_level_filter", "is false, so target_context, context_level_rate and context_level_target_token have no meaning.");
        }

        if (HasLimit(request))
        {
            yield break;
        }

        if (request.UseContextLevelFilter != true && request.ForceContextIds is not null)
        {
            yield return new FieldError(
                "force_context_ids",
                "names texts that a filter must not drop: give use_context_level_filter, target_context or another limit with it.");
        }

        if (request is { UseContextLevelFilter: true, TargetToken: null, Rate: null, MinScore: > 0 })
        {
            yield return new FieldError(
                "use_context_level_filter",
                "needs a budget: give rate or target_token, or say it in target_context, context_level_rate or context_level_target_token.");
        }
    }

    private static bool HasLimit(CompressRequest request) =>
        request is not { TargetContext: null, ContextLevelRate: null, ContextLevelTargetToken: null };

    /// <summary>What LLMLingua-2 does where only words have a budget: the contexts get twice as much, or half of what is dropped.</summary>
    private static ContextFilter AsFarAsWords(ContextFilter filter, CompressRequest request) => request.TargetToken is { } target
        ? filter with { MaxTokens = (int)Math.Min(2L * target, int.MaxValue) }
        : filter with { Rate = ((request.Rate ?? CompressPlanner.DefaultRate) + 1) / 2 };
}
