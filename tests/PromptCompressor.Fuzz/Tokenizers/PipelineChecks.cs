using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>The whole pipeline, words judged at random, and the reference mode; what is asked for follows from the text, so that a file is enough to try again.</summary>
internal static class PipelineChecks
{
    private static readonly TokenCounters Counters = new();
    private static readonly LlmlinguaTokenizer Reference = new(Tokenizers.Xlmr, new XlmrFamily(), forceTokenBase: 250_002);
    private static readonly RandomTokens Scorer = new();

    public static async Task CheckAsync(string text, HashSet<string> outcomes)
    {
        var random = new Random(text.Aggregate(text.Length, (sum, c) => (sum * 31) + c));
        var isTagged = LlmlinguaTags.Read(text, out var parts) is null && parts is not null;
        string[] contexts = random.Next(3) == 0 ? [text, text[..(text.Length / 2)]] : [text];
        IReadOnlyList<TextPart>?[]? allParts = isTagged ? [parts, .. contexts[1..].Select(_ => (IReadOnlyList<TextPart>?)null)] : null;
        var request = new CompressionRequest
        {
            Contexts = contexts,
            Parts = allParts,
            Counter = Counters.Find(random.Next(2) == 0 ? "gpt-4o" : "gpt-4")!,
            Rate = random.Next(3) > 0 ? 0.05 + (0.9 * random.NextDouble()) : null,
            TargetTokens = random.Next(4) == 0 ? 1 + random.Next(100) : null,
            MinProbability = random.Next(4) == 0 ? random.NextDouble() : 0,
            Protect = random.Next(3) > 0 ? ProtectionRules.Default : [],
            ForceTokens = random.Next(3) == 0 ? [".", "the", "\n"] : [],
            ForceReserveDigit = random.Next(4) == 0,
            DropConsecutive = random.Next(4) == 0,
            Question = random.Next(3) == 0 ? text[..Math.Min(text.Length, 40)] : null,
            ContextFilter = random.Next(4) == 0 ? new ContextFilter { MaxTokens = 1 + random.Next(100) } : null,
            Explain = random.Next(4) == 0,
        };
        var result = await new ExtractiveCompressor(new CachedSegments<SegmentText, SegmentScores>(new RandomScorer(), new MemorySegmentCache(1 << 20))).CompressAsync(request, CancellationToken.None);
        outcomes.Add($"pipeline: {Promises.Check(request, result)}");
        outcomes.Add($"pipeline: skipped {result.Skipped}, budget missed {result.BudgetMissed}");
        outcomes.UnionWith(result.Texts.SelectMany(one => one.Words!).Select(word => $"word: {word.Reason}"));
        if (text.Length < 600)
        {
            await CheckReferenceAsync(request, outcomes);
        }
    }

    public static async Task CheckReferenceAsync(CompressionRequest request, HashSet<string> outcomes)
    {
        var reference = new LlmlinguaRequest
        {
            Contexts = request.Contexts,
            Counter = Counters.Find("cl100k_base")!,
            Rate = request.Rate ?? 0.5,
            ForceTokens = request.ForceTokens,
            ForceReserveDigit = request.ForceReserveDigit,
            DropConsecutive = request.DropConsecutive,
        };
        try
        {
            var result = (await new LlmlinguaCompressor(new ModelIdentity("random", "0"), Reference, Scorer).CompressAsync(reference, CancellationToken.None)).Answer;
            FuzzException.Unless(result.CompressedPromptList.Count <= request.Contexts.Count, "the reference mode gives more texts than it was given");
            outcomes.Add("reference: answered");
        }
        catch (CompressionException e) when (e.Kind == CompressionErrorKind.Invalid)
        {
            // What the Python library fails at is refused, by contract.
            outcomes.Add("reference: refused");
        }
    }

    private sealed class RandomTokens : ITokenScorer
    {
        public int MaxTokens => 512;

        public Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation) =>
            Task.FromResult(sequences.Select(ids => ids.Select(id => (float)(id * 7919 % 1000) / 1000).ToArray()).ToArray());
    }
}
