using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;

namespace PromptCompressor.Quality.Data;

/// <summary>What is compressed, with what every method asks about it, found once.</summary>
/// <param name="contexts">Passages; methods that know of none see them with a blank line between.</param>
internal sealed class SourceText(IReadOnlyList<string> contexts)
{
    private readonly Lazy<SegmentedText> _segmented = new(() => SegmentedText.Of(string.Join("\n\n", contexts)));
    private readonly Lazy<int> _tokens = new(() => Counter.Count(string.Join("\n\n", contexts)));

    /// <summary>Everything is counted in tokens of o200k_base.</summary>
    public static ITokenCounter Counter { get; } = new TokenCounters().Find("o200k_base")!;

    public IReadOnlyList<string> Contexts { get; } = contexts;

    public string Text => _segmented.Value.Text;

    public IReadOnlyList<TextSpan> Words => _segmented.Value.Words;

    public int Tokens => _tokens.Value;

    /// <summary>For each sentence of the text, in order, the indices of its words.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Sentences()
    {
        var word = 0;
        var sentences = new List<IReadOnlyList<int>>();
        foreach (var sentence in Sentence.Of([_segmented.Value]))
        {
            var first = word;
            while (word < Words.Count && Words[word].Start < sentence.Span.End)
            {
                word++;
            }

            if (word > first)
            {
                sentences.Add([.. Enumerable.Range(first, word - first)]);
            }
        }

        return sentences;
    }
}
