using PromptCompressor.Core.Reference;

namespace PromptCompressor.Engine.Reference;

/// <inheritdoc cref="IReferenceCompressor"/>
internal sealed class ReferenceCompressor(ReferenceTokenizer tokenizer, ITokenScorer scorer) : IReferenceCompressor
{
    private const int TokensAround = 2;

    public async Task<ReferenceResult> CompressAsync(ReferenceRequest request, CancellationToken cancellation)
    {
        // 1. Force tokens that the encoder does not take as one token get marks. All is counted before they are put in.
        var force = new ForceTokenMap(request.ForceTokens, tokenizer);
        var chunkEnds = force.WithMarks(request.ChunkEndTokens);
        var counter = new Cl100kCounter(request.Cl100k);
        var originTokens = request.Contexts.Sum(counter.Count);

        // 2. Each context becomes chunks of text that fill the encoder's window.
        List<List<string>> contexts =
            [.. request.Contexts.Select(text => Chunker.Cut(force.Replace(text), tokenizer, chunkEnds, scorer.MaxTokens - TokensAround))];

        // 3. Whole contexts go first. A target in tokens becomes a rate, once; with a rate the same one is applied again below.
        var rate = request.Rate;
        List<List<ReferenceWord>>[]? words = null;
        var stays = Enumerable.Repeat(true, contexts.Count).ToArray();
        if (request.UseContextLevelFilter && contexts.Count != 1)
        {
            words = await ScoreAsync(contexts, request, force, cancellation);
            stays = ContextFilter.Select([.. words.Select(chunks => chunks.SelectMany(chunk => chunk).ToList())], request, originTokens);
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
        var output = new ReferenceOutput(tokenizer.Family, force);
        if (reduceRate > 0)
        {
            words ??= await ScoreAsync(contexts, request, force, cancellation);
        }

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
        return output.ToResult(request, originTokens, output.Contexts.Sum(counter.Count));
    }

    private static double RateFor(double targetTokens, int tokens) =>
        tokens > 0 ? Math.Min(targetTokens / tokens, 1) : throw ReferenceErrors.NoTokens("with target_token the text that is left has");

    /// <summary>The words of every chunk of every context.</summary>
    private async Task<List<List<ReferenceWord>>[]> ScoreAsync(
        List<List<string>> contexts, ReferenceRequest request, ForceTokenMap force, CancellationToken cancellation)
    {
        var merger = new WordMerger(tokenizer, force, request);
        var chunks = contexts.SelectMany(chunk => chunk).ToArray();
        var tokens = chunks.Select(tokenizer.Tokenize).ToArray();

        // What is too long loses its end, the closing token first.
        int[][] sequences = [.. tokens.Select(chunk => ((int[])[tokenizer.Start, .. chunk.Select(token => token.Id), tokenizer.End]).Take(scorer.MaxTokens).ToArray())];
        var probabilities = await scorer.ScoreAsync(sequences, request.Ticket, cancellation);
        var words = new List<ReferenceWord>[chunks.Length];
        for (var i = 0; i < words.Length; i++)
        {
            var seen = Math.Min(tokens[i].Count, sequences[i].Length - 1);
            words[i] = merger.Merge(tokens[i][..seen].ToArray(), probabilities[i].AsSpan(1, seen));
        }

        var next = 0;
        return [.. contexts.Select(context => context.Select(_ => words[next++]).ToList())];
    }
}
