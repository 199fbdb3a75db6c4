using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;

namespace PromptCompressor.Quality.Data;

/// <summary>What is compressed, with what every method asks about it, found once.</summary>
/// <param name="contexts">Passages; methods that know of none see them with a blank line between.</param>
internal sealed class SourceText(IReadOnlyList<string> contexts)
{
    /// <summary>Between two passages.</summary>
    public const string Gap = "\n\n";

    private readonly Lazy<SegmentedText> _segmented = new(() => SegmentedText.Of(string.Join(Gap, contexts)));
    private readonly Lazy<int> _tokens = new(() => Counter.Count(string.Join(Gap, contexts)));

    /// <summary>Everything is counted in tokens of o200k_base.</summary>
    public static ITokenCounter Counter { get; } = new TokenCounters().Find("o200k_base")!;

    public IReadOnlyList<string> Contexts { get; } = contexts;

    public string Text => _segmented.Value.Text;

    public IReadOnlyList<TextSpan> Words => _segmented.Value.Words;

    public int Tokens => _tokens.Value;

    /// <summary>Where each passage stands in <see cref="Text"/>, in order.</summary>
    public IReadOnlyList<TextSpan> PassageSpans()
    {
        var start = 0;
        var spans = new List<TextSpan>();
        foreach (var passage in Contexts)
        {
            spans.Add(new TextSpan(start, start + passage.Length));
            start += passage.Length + Gap.Length;
        }

        return spans;
    }

    /// <summary>For each passage that has words, in order, the indices of them.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Passages() => WordsUpTo(PassageSpans());

    /// <summary>For each sentence of the text, in order, the indices of its words.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sentences() => WordsUpTo(Sentence.Of([_segmented.Value]).Select(sentence => sentence.Span));

    /// <param name="parts">In order; what lies between two of them belongs to the second.</param>
    private List<IReadOnlyList<int>> WordsUpTo(IEnumerable<TextSpan> parts)
    {
        var word = 0;
        var words = new List<IReadOnlyList<int>>();
        foreach (var part in parts)
        {
            var first = word;
            while (word < Words.Count && Words[word].Start < part.End)
            {
                word++;
            }

            if (word > first)
            {
                words.Add([.. Enumerable.Range(first, word - first)]);
            }
        }

        return words;
    }
}
