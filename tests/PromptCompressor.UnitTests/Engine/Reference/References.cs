using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Reference;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Engine.Reference;
using PromptCompressor.UnitTests.Engine.Tokenization;

namespace PromptCompressor.UnitTests.Engine.Reference;

/// <summary>Reference mode over an encoder of the test's choice.</summary>
internal static class References
{
    public static ITokenCounter Cl100k { get; } = new TokenCounters().Find("cl100k_base")!;

    public static ReferenceTokenizer Bert { get; } = new(TestTokenizers.Uncased, new BertFamily(), forceTokenBase: 30_522);

    public static ReferenceTokenizer Xlmr { get; } = new(TestTokenizers.Xlmr, new XlmrFamily(), forceTokenBase: 250_002);

    public static ReferenceRequest Request(params string[] contexts) => new() { Contexts = contexts, Cl100k = Cl100k };

    public static Task<ReferenceResult> CompressAsync(ReferenceTokenizer tokenizer, ReferenceRequest request, Func<int, float> keep) =>
        new ReferenceCompressor(tokenizer, new FakeScorer(keep)).CompressAsync(request, CancellationToken.None);

    /// <summary>A token's probability depends on its id alone.</summary>
    private sealed class FakeScorer(Func<int, float> keep) : ITokenScorer
    {
        public int MaxTokens => 512;

        public Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, Ticket ticket, CancellationToken cancellation) =>
            Task.FromResult(sequences.Select(ids => ids.Select(keep).ToArray()).ToArray());
    }
}
