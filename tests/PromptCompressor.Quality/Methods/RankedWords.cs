using System.Text;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>A baseline: puts the words of a text in an order and keeps as many of the first as fit. So each uses the same budget to the last word.</summary>
/// <param name="name">What tables call it.</param>
/// <param name="kind">What it ranks.</param>
/// <param name="knowsQuestion">Whether the order depends on the question.</param>
/// <param name="order">Of a text, a question and a share to keep: all indices of words, the best ones first.</param>
internal sealed class RankedWords(string name, MethodKind kind, bool knowsQuestion, Func<SourceText, string, double, IEnumerable<int>> order) : IMethod
{
    public string Name { get; } = name;

    public MethodKind Kind { get; } = kind;

    public bool KnowsQuestion { get; } = knowsQuestion;

    public Task<Output> CompressAsync(SourceText source, string question, double kept)
    {
        var ranks = new int[source.Words.Count];
        var rank = 0;
        foreach (var word in order(source, question, kept))
        {
            ranks[word] = rank++;
        }

        if (rank != ranks.Length)
        {
            throw new InvalidOperationException($"{Name} ranks {rank} of {ranks.Length} words.");
        }

        var budget = source.Tokens * kept;
        var (low, high) = (0, ranks.Length);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = SourceText.Counter.Count(Render(source, ranks, middle)) <= budget ? (middle, high) : (low, middle - 1);
        }

        return Task.FromResult(new Output(Render(source, ranks, low), [.. source.Words.Where((_, word) => ranks[word] < low)]));
    }

    /// <summary>Words in the order of the text, with the white space that stood before each.</summary>
    private static string Render(SourceText source, int[] ranks, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < ranks.Length; i++)
        {
            if (ranks[i] >= count)
            {
                continue;
            }

            var gap = source.Text.AsSpan((i > 0 ? source.Words[i - 1].End : 0)..source.Words[i].Start);
            if (text.Length > 0 && !gap.IsEmpty)
            {
                text.Append(gap.Contains('\n') ? '\n' : ' ');
            }

            text.Append(source.Words[i].Of(source.Text));
        }

        return text.ToString();
    }
}
