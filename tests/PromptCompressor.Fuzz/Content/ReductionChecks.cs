using System.Text;
using System.Text.Json;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;

namespace PromptCompressor.Fuzz.Content;

/// <summary>One block to several numbers of tokens, with and without a question, and without a loss.</summary>
internal static class ReductionChecks
{
    public static ITokenCounter Counter { get; } = new TokenCounters().Find("gpt-4o")!;

    public static ContentOptions Options { get; } = new() { CountTokens = Count };

    public static void Check(string block, ContentKind kind, HashSet<string> outcomes)
    {
        var tokens = Count(block);
        foreach (var (name, options) in new[]
        {
            ("sidecar", Options),
            ("filled", Options with { FillTarget = true, Outline = true }),
            ("asked", Options with { Relevance = record => record.Length % 5 / 4.0 }),
            ("same shape", Options with { Reshape = false, FillTarget = true, Outline = true }),
            ("lossless", Options with { OmitRecords = false }),
        })
        {
            foreach (var rate in new[] { 0.1, 0.4, 0.8 })
            {
                var target = (int)Math.Ceiling(rate * tokens);
                var reduced = ContentReducer.Reduce(block, kind, target, options);
                Check(block, tokens, target, options, reduced);
                FuzzException.Unless(reduced.Text == ContentReducer.Reduce(block, kind, target, options).Text, $"{kind}, {name}: the same twice");
                outcomes.UnionWith(reduced.Methods.Select(method => $"method: {method}"));
                outcomes.Add($"{kind}: {(reduced.Methods.Count == 0 ? "as it came" : reduced.Lossless ? "lossless" : "records left out")}, target missed {reduced.TargetMissed}");
                CheckSyntax(block, kind, reduced);
                LineChecks.Check(block, kind, options, reduced);
            }
        }
    }

    private static void Check(string block, int tokens, int target, ContentOptions options, ContentReduction reduced)
    {
        var kind = reduced.Kind;
        FuzzException.Unless(reduced.OriginalTokens == tokens && reduced.Tokens == Count(reduced.Text), $"{kind}: tokens are counted");
        FuzzException.Unless(reduced.Tokens <= tokens, $"{kind}: nothing grows");
        FuzzException.Unless(reduced.Methods.Count > 0 == (reduced.Text != block), $"{kind}: what changed was changed by a method");
        FuzzException.Unless(reduced.Tokens <= target == !reduced.TargetMissed, $"{kind}: a target is met, or said to be missed");
        FuzzException.Unless(reduced.OmittedRecords == 0 || !reduced.Lossless, $"{kind}: a loss is said");
        FuzzException.Unless(options.OmitRecords || reduced.Lossless, $"{kind}: nothing is lost that may not be");
    }

    /// <summary>An independent parser reads what was JSON.</summary>
    private static void CheckSyntax(string block, ContentKind kind, ContentReduction reduced)
    {
        if (kind is ContentKind.Json && IsJson(block))
        {
            FuzzException.Unless(IsJson(reduced.Text), "JSON stays JSON");
        }

        if (kind is ContentKind.JsonLines)
        {
            FuzzException.Unless(reduced.Text.Split('\n').All(line => string.IsNullOrWhiteSpace(line) || OmissionMark.IsMark(line) || IsJson(line)) || reduced.Text == block, "lines of JSON stay lines of JSON");
        }
    }

    private static int Count(string text) => Counter.Count(text);

    private static bool IsJson(string text)
    {
        try
        {
            // Halves of pairs are text here; they have no UTF-8.
            using var _ = JsonDocument.Parse(Encoding.UTF8.GetBytes(text));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
