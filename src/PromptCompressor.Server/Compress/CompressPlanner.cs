using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Compress;

/// <summary>From a request to a plan: what the values must be, and what the names stand for.</summary>
internal sealed class CompressPlanner(CompressionEngine engine, ITokenCounters counters, IOptions<LimitsOptions> limits)
{
    public const double DefaultRate = 0.5;
    public const string DefaultTokenizer = "o200k_base";
    public const string NativeMode = "native";

    /// <param name="request">What was asked for.</param>
    /// <param name="errors">What its reader has found wrong; more is added.</param>
    /// <exception cref="InvalidRequestException">Any field is wrong.</exception>
    public CompressPlan Plan(CompressRequest request, FieldErrors errors)
    {
        CheckTexts(request, errors);
        CheckAmount(request, errors);
        CheckMode(request.Mode, errors);
        CheckForceTokens(request.ForceTokens, errors);
        var counter = CounterOf(request.Tokenizer ?? DefaultTokenizer, errors);
        var model = ModelOf(request.Model ?? engine.DefaultModel, errors);
        var protect = ProtectField.Parse(request.Protect, limits.Value.ProtectEntries, errors);
        errors.ThrowIfAny();
        return new CompressPlan(request, model!, new CompressionRequest
        {
            Contexts = [],
            Rate = request.Rate ?? (request is { TargetToken: null, MinScore: null } ? DefaultRate : null),
            TargetTokens = request.TargetToken,
            MinProbability = request.MinScore ?? 0,
            Counter = counter!,
            Protect = protect,
            ForceTokens = request.ForceTokens ?? [],
            ForceReserveDigit = request.ForceReserveDigit ?? false,
            DropConsecutive = request.DropConsecutive ?? false,
        });
    }

    private void CheckTexts(CompressRequest request, FieldErrors errors)
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

        CheckCount("context", context?.Count, context?.Count, errors);
        CheckCount("messages", messages?.Count, messages?.Sum(message => Math.Max(1, message.Texts.Count)), errors);
    }

    private void CheckCount(string field, int? items, int? texts, FieldErrors errors)
    {
        if (items == 0 && !errors.Has(field))
        {
            errors.Add(field, "must not be an empty list.");
        }
        else if (texts > limits.Value.Contexts)
        {
            errors.Add(field, $"has {texts} texts, and may have {limits.Value.Contexts} (Limits:Contexts).");
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

    private static void CheckMode(string? mode, FieldErrors errors)
    {
        if (mode == "reference")
        {
            errors.Add("mode", "'reference' is not available yet; use 'native'.");
        }
        else if (mode is not (null or NativeMode))
        {
            errors.Add("mode", "must be 'native'.");
        }
    }

    private void CheckForceTokens(IReadOnlyList<string>? tokens, FieldErrors errors)
    {
        if (tokens?.Count > limits.Value.ForceTokens)
        {
            errors.Add("force_tokens", $"has {tokens.Count} entries, and may have {limits.Value.ForceTokens} (Limits:ForceTokens).");
            return;
        }

        for (var i = 0; i < tokens?.Count; i++)
        {
            var field = $"force_tokens[{i}]";
            if (tokens[i].Length == 0 && !errors.Has(field))
            {
                errors.Add(field, "must not be empty.");
            }
            else if (tokens[i].Length > limits.Value.ForceTokenLength)
            {
                errors.Add(field, $"has {tokens[i].Length} characters, and may have {limits.Value.ForceTokenLength} (Limits:ForceTokenLength).");
            }
        }
    }

    private ITokenCounter? CounterOf(string name, FieldErrors errors)
    {
        var counter = counters.Find(name);
        if (counter is null)
        {
            errors.Add("tokenizer", $"is not known; names begin with one of: {string.Join(", ", counters.Known)}.");
        }

        return counter;
    }

    private LoadedModel? ModelOf(string id, FieldErrors errors)
    {
        var model = engine.Models.FirstOrDefault(model => model.Id == id);
        if (model is null)
        {
            errors.Add("model", $"is not known; there are: {string.Join(", ", engine.Models.Select(known => known.Id))}.");
        }

        return model;
    }
}
