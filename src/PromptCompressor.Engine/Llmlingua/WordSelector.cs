using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>Decides which words of one chunk stay. The threshold is the chunk's own, and cl100k_base gives the words their weights.</summary>
internal sealed class WordSelector(ForceTokenMap force, Cl100kCounter counter, LlmlinguaRequest request, double reduceRate)
{
    /// <summary>One flag a word.</summary>
    public bool[] Select(IReadOnlyList<LlmlinguaWord> chunk)
    {
        var words = request.DropConsecutive ? DropRepeated(chunk) : chunk;
        var threshold = Percentile(
            words.SelectMany(word => Enumerable.Repeat(word, counter.Count(word.Text))), (100 * reduceRate) + 1);
        var kept = new bool[words.Count];
        string? lastKept = null;
        for (var i = 0; i < kept.Length; i++)
        {
            var (text, probability) = (words[i].Text, words[i].Probability);
            var isEnough = probability > threshold || (threshold == 1 && probability == 1);
            if (isEnough && !(request.DropConsecutive && force.IsGiven(text) && text == lastKept))
            {
                kept[i] = true;
                lastKept = text;
            }
        }

        return kept;
    }

    /// <summary>A force token with nothing but lesser words since an equal one gets probability 0.</summary>
    private List<LlmlinguaWord> DropRepeated(IReadOnlyList<LlmlinguaWord> chunk)
    {
        var words = chunk.ToList();
        var threshold = Percentile(words, 100 * reduceRate);
        var isWordBetween = false;
        string? previous = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (!force.IsGiven(words[i].Text))
            {
                isWordBetween |= words[i].Probability > threshold;
                continue;
            }

            if (isWordBetween)
            {
                isWordBetween = false;
            }
            else if (words[i].Text == previous)
            {
                words[i] = words[i] with { Probability = 0, IsPythonFloat = true };
            }

            previous = words[i].Text;
        }

        return words;
    }

    /// <param name="percent">Cut to a whole number, as Python's <c>int()</c> does.</param>
    private static double Percentile(IEnumerable<LlmlinguaWord> words, double percent)
    {
        var all = words.ToList();
        if (all.Count == 0)
        {
            throw LlmlinguaErrors.Of("LLMLingua-2 fails on this text: a chunk of it holds no words that the model knows.");
        }

        return (int)percent is >= 0 and <= 100
            ? NumpyPercentile.Of(all.Select(word => word.Probability), (int)percent, all.Exists(word => word.IsPythonFloat))
            : throw LlmlinguaErrors.Of($"LLMLingua-2 takes no percentile of {(int)percent}: the rate must be greater than 0.");
    }
}
