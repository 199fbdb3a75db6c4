using PromptCompressor.Engine.Llmlingua;

namespace PromptCompressor.IntegrationTests.Engine.Llmlingua;

/// <summary>
/// Looks for an encoder close to ours that gives a recorded answer: moves the probabilities of words that came out on the wrong
/// side of their threshold, a little at a time and never further than a limit. If there is one, then the answer differs by
/// the rounding of the CPU, and not by the algorithm, of which every step runs on the moved probabilities again.
/// </summary>
internal sealed class NearbyEncoder(ReferenceModel model, GoldenCase golden, float limit)
{
    private const int MostSteps = 400;
    private const float Step = 0.0005f;
    private const string WordSep = "\u0001";
    private const string LabelSep = "\u0002";

    private readonly List<Place> _words = [];
    private readonly List<Range> _contexts = [];

    /// <summary>How far the furthest probability had to move; null if the limit is not enough.</summary>
    public async Task<float?> FindAsync()
    {
        PlaceWords();
        for (var step = 0; step < MostSteps; step++)
        {
            var actual = (await model.Compressor.CompressAsync(golden.Request, CancellationToken.None)).Answer;
            if (golden.Expects(actual))
            {
                return _words.SelectMany(word => word.Tokens.Select(token => Math.Abs(model.MovesOf(word.Ids)[token]))).Max();
            }

            var labels = await LabelsAsync();
            var wanted = WantedLabels(labels);
            if (wanted is null || !Move(labels, wanted))
            {
                return null;
            }
        }

        return null;
    }

    private async Task<bool[]> LabelsAsync()
    {
        var labelled = golden.Request with { ReturnWordLabel = true, WordSep = WordSep, LabelSep = LabelSep };
        var result = (await model.Compressor.CompressAsync(labelled, CancellationToken.None)).Answer;
        bool[] labels = [.. result.LabeledPrompt!.Split(WordSep).Select(word => word.EndsWith(LabelSep + "1", StringComparison.Ordinal))];
        Assert.Equal(_words.Count, labels.Length);
        return labels;
    }

    private bool Move(bool[] labels, bool[] wanted)
    {
        var moved = false;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] != wanted[i])
            {
                // A force token is sure, and goes only if nothing of weight stands between it and the one before.
                var first = _words[i].IsForced ? _words.FindLastIndex(i - 1, word => word.IsForced) + 1 : i;
                foreach (var word in _words[first..(i + 1)])
                {
                    moved |= Move(word, wanted[i] ? Step : -Step);
                }
            }
        }

        return moved;
    }

    private bool Move(Place word, float step)
    {
        var moved = false;
        var moves = model.MovesOf(word.Ids);
        foreach (var token in word.Tokens)
        {
            var before = moves[token];
            moves[token] = Math.Clamp(before + step, -limit, limit);
            moved |= moves[token] != before;
        }

        return moved;
    }

    /// <summary>The labels that give the expected texts and differ least from the labels there are; null if no labels do.</summary>
    private bool[]? WantedLabels(bool[] labels)
    {
        // Contexts that the filter drops have no text. They are told apart by what can be written with their words.
        var wanted = new bool[labels.Length];
        var texts = golden.Expected.CompressedPromptList;
        var next = 0;
        for (var i = 0; i < _contexts.Count && next < texts.Count; i++)
        {
            if (Align(_contexts[i], texts[next], labels, wanted))
            {
                next++;
            }
        }

        return next == texts.Count ? wanted : null;
    }

    /// <summary>The cheapest way through words and text, one word after the other.</summary>
    private bool Align(Range context, string text, bool[] labels, bool[] wanted)
    {
        var (start, length) = context.GetOffsetAndLength(_words.Count);
        var ways = new List<Dictionary<(int Position, bool First), (int Cost, int From, bool WasFirst, bool Kept)>>
        {
            new() { [(0, true)] = default },
        };
        for (var i = 0; i < length; i++)
        {
            var word = _words[start + i];
            var next = new Dictionary<(int Position, bool First), (int Cost, int From, bool WasFirst, bool Kept)>();
            foreach (var ((position, wasFirst), way) in ways[^1])
            {
                var first = wasFirst || word.BeginsChunk;
                Offer((position, first), (way.Cost + (labels[start + i] ? 1 : 0), position, wasFirst, false));
                var written = model.Tokenizer.Family.Join(first ? [word.Text] : ["", word.Text]);
                if (string.CompareOrdinal(text, position, written, 0, written.Length) == 0)
                {
                    Offer((position + written.Length, false), (way.Cost + (labels[start + i] ? 0 : 1), position, wasFirst, true));
                }
            }

            ways.Add(next);

            void Offer((int, bool) state, (int Cost, int From, bool WasFirst, bool Kept) way)
            {
                if (!next.TryGetValue(state, out var best) || way.Cost < best.Cost)
                {
                    next[state] = way;
                }
            }
        }

        var ends = ways[^1].Where(way => way.Key.Position == text.Length).OrderBy(way => way.Value.Cost).Select(way => way.Key).ToList();
        if (ends.Count == 0)
        {
            return false;
        }

        var state = ends[0];
        for (var i = length; i > 0; i--)
        {
            var way = ways[i][state];
            wanted[start + i - 1] = way.Kept;
            state = (way.From, way.WasFirst);
        }

        return true;
    }

    /// <summary>Finds every word's tokens, in the order of the labels.</summary>
    private void PlaceWords()
    {
        var tokenizer = model.Tokenizer;
        var force = new ForceTokenMap(golden.Request.ForceTokens, tokenizer);
        var merger = new WordMerger(tokenizer, force, golden.Request);
        var ends = force.WithMarks(golden.Request.ChunkEndTokens);
        foreach (var context in golden.Request.Contexts)
        {
            var start = _words.Count;
            foreach (var chunk in Chunker.Cut(force.Replace(context), tokenizer, ends, model.MaxTokens - 2))
            {
                var tokens = tokenizer.Tokenize(chunk);
                int[] ids = [.. ((int[])[tokenizer.Start, .. tokens.Select(token => token.Id), tokenizer.End]).Take(model.MaxTokens)];
                tokens = tokens[..Math.Min(tokens.Count, ids.Length - 1)];
                var words = merger.Merge(tokens.ToArray(), new float[tokens.Count]);
                var word = -1;
                for (var i = 0; i < tokens.Count; i++)
                {
                    if (tokenizer.IsSkipped(tokens[i]))
                    {
                        continue;
                    }

                    if (tokenizer.Family.StartsWord(tokens[i].Text, force))
                    {
                        word++;
                        _words.Add(new Place(words[word].Text, ids, [], word == 0, force.IsGiven(words[word].Text)));
                    }

                    _words[^1].Tokens.Add(i + 1);
                }
            }

            _contexts.Add(start.._words.Count);
        }
    }

    /// <param name="Text">As it is written, with <c>▁</c>.</param>
    /// <param name="Ids">The sequence that it was scored in.</param>
    /// <param name="Tokens">Its places there.</param>
    /// <param name="BeginsChunk">It is the first of its chunk.</param>
    /// <param name="IsForced">It is a force token.</param>
    private sealed record Place(string Text, int[] Ids, List<int> Tokens, bool BeginsChunk, bool IsForced);
}
