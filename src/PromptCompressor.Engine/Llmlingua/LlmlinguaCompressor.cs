using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Llmlingua;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>LLMLingua-2 as its Python library (microsoft/LLMLingua 0.2.2) runs it, step by step, faults included.</summary>
internal sealed class LlmlinguaCompressor(ModelIdentity model, LlmlinguaTokenizer tokenizer, ITokenScorer scorer) : IPromptCompressor
{
    private const int TokensAround = 2;

    public string Name => CompressorNames.Llmlingua;

    public ModelIdentity Model => model;

    async Task<CompressionResult> IPromptCompressor.CompressAsync(CompressionRequest request, CancellationToken cancellation) =>
        await CompressAsync(LlmlinguaRequest.Of(request), cancellation);

    /// <inheritdoc cref="IPromptCompressor.CompressAsync"/>
    public async Task<LlmlinguaResult> CompressAsync(LlmlinguaRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        var splitting = timings.Measure(Stage.Split);

        // 1. Force tokens that the encoder does not take as one token get marks. All is counted before they are put in.
        var force = new ForceTokenMap(request.ForceTokens, tokenizer);
        var chunkEnds = force.WithMarks(request.ChunkEndTokens);
        var counter = new Cl100kCounter(request.Counter);
        var originTokens = request.Contexts.Sum(counter.Count);

        // 2. Each context becomes chunks of text that fill the encoder's window.
        List<List<string>> contexts =
            [.. request.Contexts.Select(text => Chunker.Cut(force.Replace(text), tokenizer, chunkEnds, scorer.MaxTokens - TokensAround))];
        splitting.Dispose();

        // 3. Whole contexts go first. A target in tokens becomes a rate, once; with a rate the same one is applied again below.
        var rate = request.RateOrDefault;
        List<List<LlmlinguaWord>>[]? words = null;
        var stays = Enumerable.Repeat(true, contexts.Count).ToArray();
        if (request.UseContextLevelFilter && contexts.Count != 1)
        {
            words = await ScoreAsync(contexts, request, force, timings, cancellation);
            stays = LlmlinguaContextFilter.Select([.. words.Select(chunks => chunks.SelectMany(chunk => chunk).ToList())], request, originTokens);
            if (request.TargetToken >= 0)
            {
                var left = contexts.Where((_, i) => stays[i]).SelectMany(chunks => chunks).Sum(counter.Count);
                rate = RateFor(request.TargetToken, left);
            }
        }
        else if (request.TargetToken > 0)
        {
            rate = RateFor(request.TargetToken, originTokens);
        }

        // 4. Words go by the threshold of their chunk; with nothing to drop the model is not asked, but the text is rewritten all the same.
        var reduceRate = request.UseTokenLevelFilter ? Math.Max(0, 1 - rate) : 0;
        if (reduceRate > 0)
        {
            words ??= await ScoreAsync(contexts, request, force, timings, cancellation);
        }

        using (timings.Measure(Stage.Select))
        {
            var output = new LlmlinguaOutput(tokenizer.Family, force);
            var selector = new WordSelector(force, counter, request, reduceRate);
            for (var i = 0; i < contexts.Count; i++)
            {
                if (!stays[i])
                {
                    output.Drop(words![i]);
                }
                else if (reduceRate > 0)
                {
                    output.Add(words![i], selector);
                }
                else
                {
                    output.AddWhole(contexts[i]);
                }
            }

            // 5. The outputs are counted one by one, without the blank lines between them.
            var answer = output.ToAnswer(request, originTokens, output.Contexts.Sum(counter.Count));
            return ResultOf(request, answer, stays, timings);
        }
    }

    private static LlmlinguaResult ResultOf(LlmlinguaRequest request, LlmlinguaAnswer answer, bool[] stays, StageTimings timings)
    {
        var outputs = answer.CompressedPromptList.GetEnumerator();
        return new LlmlinguaResult
        {
            Answer = answer,
            Texts = [.. request.Contexts.Select((text, i) => new CompressedText(text, stays[i] && outputs.MoveNext() ? outputs.Current : "", null, null))],
            Joined = answer.CompressedPrompt,
            OriginTokens = answer.OriginTokens,
            CompressedTokens = answer.CompressedTokens,
            DroppedContexts = [.. Enumerable.Range(0, stays.Length).Where(i => !stays[i])],
            Timings = timings,
        };
    }

    private static double RateFor(double targetTokens, int tokens) =>
        tokens > 0 ? Math.Min(targetTokens / tokens, 1) : throw LlmlinguaErrors.NoTokens("with target_token the text that is left has");

    /// <summary>The words of every chunk of every context.</summary>
    private async Task<List<List<LlmlinguaWord>>[]> ScoreAsync(
        List<List<string>> contexts, LlmlinguaRequest request, ForceTokenMap force, StageTimings timings, CancellationToken cancellation)
    {
        var merger = new WordMerger(tokenizer, force, request);
        var tokenizing = timings.Measure(Stage.Tokenize);
        var chunks = contexts.SelectMany(chunk => chunk).ToArray();
        var tokens = chunks.Select(tokenizer.Tokenize).ToArray();

        // What is too long loses its end, the closing token first.
        int[][] sequences = [.. tokens.Select(chunk => ((int[])[tokenizer.Start, .. chunk.Select(token => token.Id), tokenizer.End]).Take(scorer.MaxTokens).ToArray())];
        tokenizing.Dispose();
        var probabilities = await scorer.ScoreAsync(sequences, request.Ticket, timings, cancellation);
        var words = new List<LlmlinguaWord>[chunks.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var seen = Math.Min(tokens[i].Count, sequences[i].Length - 1);
            words[i] = merger.Merge(tokens[i][..seen].ToArray(), probabilities[i].AsSpan(1, seen));
        }

        var next = 0;
        return [.. contexts.Select(context => context.Select(_ => words[next++]).ToList())];
    }
}
