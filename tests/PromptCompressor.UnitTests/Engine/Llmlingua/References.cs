using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Llmlingua;

/// <summary>Reference mode over an encoder of the test's choice.</summary>
internal static class References
{
    public static ITokenCounter Cl100k { get; } = new TokenCounters().Find("cl100k_base")!;

    public static LlmlinguaTokenizer Bert { get; } = new(TestTokenizers.Uncased, new BertFamily(), forceTokenBase: 30_522);

    public static LlmlinguaTokenizer Xlmr { get; } = new(TestTokenizers.Xlmr, new XlmrFamily(), forceTokenBase: 250_002);

    public static LlmlinguaRequest Request(params string[] contexts) => new() { Contexts = contexts, Counter = Cl100k };

    public static async Task<LlmlinguaAnswer> CompressAsync(LlmlinguaTokenizer tokenizer, LlmlinguaRequest request, Func<int, float> keep) =>
        (await new LlmlinguaCompressor(new ModelIdentity("fake", "0"), tokenizer, new FakeScorer(keep)).CompressAsync(request, CancellationToken.None)).Answer;

    /// <summary>A token's probability depends on its id alone.</summary>
    internal sealed class FakeScorer(Func<int, float> keep) : ITokenScorer
    {
        public int MaxTokens => 512;

        public Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation) =>
            Task.FromResult(sequences.Select(ids => ids.Select(keep).ToArray()).ToArray());
    }
}
