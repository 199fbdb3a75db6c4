using System.Globalization;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Content.Records;

/// <summary>
/// Rows of a table that differ from the others: a number far off, a value that hardly any row has, words that no other
/// row uses, and the rows on both sides of a step. A signal that speaks for many rows is none.
/// </summary>
internal static class UnusualRows
{
    private const int Enough = 8;

    /// <summary>The score of each row, 0 for ordinary ones.</summary>
    public static double[] Of(IReadOnlyList<string?[]> rows, int columns)
    {
        var scores = new double[rows.Count];
        if (rows.Count < Enough)
        {
            return scores;
        }

        for (var column = 0; column < columns; column++)
        {
            foreach (var row in OfColumn(rows, column))
            {
                scores[row] = RecordScores.Unusual;
            }
        }

        return scores;
    }

    private static IEnumerable<int> OfColumn(IReadOnlyList<string?[]> rows, int column)
    {
        var most = Math.Max(2, rows.Count / 20);
        var numbers = new double[rows.Count];
        var numeric = true;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            var value = rows[i][column] ?? "";
            numeric &= double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) && double.IsFinite(numbers[i]);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;
        }

        if (numeric && counts.Count > Enough)
        {
            return Outliers.Of(numbers, most).Concat(Steps(numbers));
        }

        if (counts.Count == 1)
        {
            return [];
        }

        if (counts.Count <= Math.Max(Enough, rows.Count / 8))
        {
            var rare = Math.Max(1, rows.Count / 50);
            var found = Enumerable.Range(0, rows.Count).Where(i => counts[rows[i][column] ?? ""] <= rare).Take(most + 1).ToList();
            return found.Count <= most ? found : [];
        }

        return NewWords(rows, column, most);
    }

    /// <summary>The last row before and the first after the largest step of a curve that is level otherwise.</summary>
    private static IEnumerable<int> Steps(double[] values)
    {
        const int Window = 5;
        if (values.Length < 4 * Window)
        {
            return [];
        }

        var changes = new double[values.Length];
        for (var i = Window; i + Window <= values.Length; i++)
        {
            changes[i] = Math.Abs(Median(values, i - Window) - Median(values, i));
        }

        var sorted = changes[Window..^(Window - 1)];
        Array.Sort(sorted);
        var largest = sorted[^1];
        if (largest <= 0 || largest < 8 * sorted[sorted.Length / 2] || largest < 4 * sorted[(int)(sorted.Length * 0.75)])
        {
            return [];
        }

        var at = Array.IndexOf(changes, largest);
        return [at - 1, at];

        static double Median(double[] values, int start)
        {
            Span<double> window = stackalloc double[Window];
            values.AsSpan(start, Window).CopyTo(window);
            window.Sort();
            return window[Window / 2];
        }
    }

    /// <summary>Texts with several words that no other row has, in a column whose texts share theirs.</summary>
    private static List<int> NewWords(IReadOnlyList<string?[]> rows, int column, int most)
    {
        var ids = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var frequency = new List<int>();
        var words = new List<int>();
        var ends = new int[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            AddWords(rows[i][column], ids.GetAlternateLookup<ReadOnlySpan<char>>(), frequency, words);
            ends[i] = words.Count;
        }

        var fresh = new int[rows.Count];
        for (var (i, at) = (0, 0); i < fresh.Length; i++)
        {
            for (; at < ends[i]; at++)
            {
                fresh[i] += frequency[words[at]] == 1 ? 1 : 0;
            }
        }

        var usual = fresh.Order().ElementAt(fresh.Length * 3 / 4);
        if (usual > 1)
        {
            return [];
        }

        var found = Enumerable.Range(0, rows.Count).Where(i => fresh[i] >= 3).Take(most + 1).ToList();
        return found.Count <= most ? found : [];
    }

    /// <summary>Adds the words of a text, each once, and to how often each is there.</summary>
    private static void AddWords(string? text, Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ids, List<int> frequency, List<int> words)
    {
        var of = text.AsSpan();
        var first = words.Count;
        for (var at = 0; at < of.Length;)
        {
            var end = at;
            while (end < of.Length && char.IsLetter(of[end]))
            {
                end++;
            }

            if (end - at >= 3)
            {
                var word = of[at..end];
                if (!ids.TryGetValue(word, out var id))
                {
                    ids[word] = id = frequency.Count;
                    frequency.Add(0);
                }

                if (words.IndexOf(id, first) < 0)
                {
                    words.Add(id);
                    frequency[id]++;
                }
            }

            at = Math.Max(at + 1, end);
        }
    }
}
