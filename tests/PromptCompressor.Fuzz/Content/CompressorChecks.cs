using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Words of prose and records of all else under one budget, words judged at random; what is asked for follows from the text.</summary>
internal static class CompressorChecks
{
    public static async Task CheckAsync(string text, HashSet<string> outcomes)
    {
        var random = new Random(text.Aggregate(text.Length, (sum, c) => (sum * 31) + c));
        var request = new CompressionRequest
        {
            Contexts = random.Next(4) == 0 ? [text, text[(text.Length / 2)..]] : [text],
            Counter = ReductionChecks.Counter,
            Rate = random.Next(4) > 0 ? 0.05 + (0.9 * random.NextDouble()) : null,
            TargetTokens = random.Next(4) == 0 ? 1 + random.Next(400) : null,
            MinProbability = random.Next(6) == 0 ? random.NextDouble() : 0,
            Protect = random.Next(3) > 0 ? ProtectionRules.Default : [],
            Question = random.Next(3) == 0 ? text[..Math.Min(text.Length, 40)] : null,
            Before = random.Next(6) == 0 ? "Read this." : null,
        };
        var result = await CompressAsync(request);
        var again = await CompressAsync(request);
        FuzzException.Unless(result.Joined == again.Joined, "compressed: the same twice");
        FuzzException.Unless(result.CompressedTokens == request.Counter.Count(result.Joined), "compressed: tokens are counted");
        FuzzException.Unless(result.OriginTokens == CountedTexts.Of(request).Tokens, "compressed: tokens of the input are counted");
        FuzzException.Unless(result.CompressedTokens <= result.OriginTokens, "compressed: nothing grows");
        // Of words alone a rate is of what may be dropped, and the compressor of words has checks of its own.
        var isWordsAtARate = request.TargetTokens is null && result.Texts.All(text => text.Blocks!.All(block => block.Kind.IsProse()));
        FuzzException.Unless(isWordsAtARate || result.BudgetMissed || result.Skipped == SkipReason.NoWords || !(result.CompressedTokens > CountedTexts.Of(request).BudgetOf(request)), $"compressed: the budget holds, or is said to be missed, {request.Rate} {request.TargetTokens} {request.MinProbability}: {result.CompressedTokens} {result.Skipped}");
        foreach (var one in result.Texts)
        {
            FuzzException.Unless(one.Blocks!.Sum(block => block.Span.Length) == one.Source.Length, "compressed: blocks cover the text");
            FuzzException.Unless(one.Blocks!.All(block => block.CompressedTokens <= block.OriginTokens || block.Methods.Contains(BlockOutcome.Words)), "compressed: no block of structure grows");
        }

        outcomes.Add($"compressed: skipped {result.Skipped}, budget missed {result.BudgetMissed}, blocks {Math.Min(4, result.Texts[0].Blocks!.Count)}");
    }

    private static Task<CompressionResult> CompressAsync(CompressionRequest request) =>
        new ContentCompressor(new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(1 << 20)))).CompressAsync(request, CancellationToken.None);
}
