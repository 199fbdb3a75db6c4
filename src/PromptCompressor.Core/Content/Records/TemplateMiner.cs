using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Content.Records;

/// <summary>
/// Groups lines that say the same with other numbers and names, after Drain (He et al. 2017): a line is compared with
/// the groups of its level and length alone, and joins the most similar one. What each line costs is bounded.
/// </summary>
internal sealed class TemplateMiner
{
    private const int MaxWords = 48;
    private const int MaxGroupsOfALeaf = 48;
    private const double Similar = 0.6;

    /// <summary>Groups smaller than this have no usual values to differ from.</summary>
    private const int EnoughForValues = 8;

    private const ulong Any = 0;

    private readonly Dictionary<(ulong Line, int Label), int> _known = [];
    private readonly Dictionary<(int Label, int Words), List<int>> _leaves = [];
    private readonly List<ulong[]> _templates = [];
    private readonly List<int> _sizes = [];
    private readonly List<(int Group, int First, int Words)> _lines = [];
    private readonly List<ulong> _words = [];
    private readonly List<double> _numbers = [];

    public int SizeOf(int group) => _sizes[group];

    /// <summary>The group of a line. Lines with another label (a level) never share a group.</summary>
    public int Add(ReadOnlySpan<char> line, int label)
    {
        var first = _words.Count;
        Split(line);
        var words = CollectionsMarshal.AsSpan(_words)[first..];
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(words));
        if (!_known.TryGetValue((hash, label), out var group))
        {
            group = Join(words, label);
            _known[(hash, label)] = group;
        }

        _sizes[group]++;
        _lines.Add((group, first, words.Length));
        return group;
    }

    /// <summary>Lines of frequent groups with a value that the group hardly ever has: a rare word, or a number far from the others.</summary>
    public HashSet<int> Unusual()
    {
        var found = new HashSet<int>();
        var members = new List<int>[_templates.Count];
        for (var i = 0; i < _lines.Count; i++)
        {
            (members[_lines[i].Group] ??= []).Add(i);
        }

        foreach (var group in members)
        {
            if (group is { Count: >= EnoughForValues })
            {
                var width = group.Min(i => _lines[i].Words);
                for (var at = 0; at < width; at++)
                {
                    RareWords(group, at, found);
                    FarNumber(group, at, found);
                }
            }
        }

        return found;
    }

    private void RareWords(List<int> group, int at, HashSet<int> found)
    {
        var counts = new Dictionary<ulong, int>();
        foreach (var i in group)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, _words[_lines[i].First + at], out _)++;
        }

        if (counts.Count < 2 || counts.Count > Math.Max(EnoughForValues, group.Count / 10))
        {
            return;
        }

        var rare = Math.Max(1, group.Count / 50);
        var lines = group.Where(i => counts[_words[_lines[i].First + at]] <= rare).ToList();
        if (lines.Count <= Math.Max(2, group.Count / 20))
        {
            found.UnionWith(lines);
        }
    }

    private void FarNumber(List<int> group, int at, HashSet<int> found)
    {
        var values = new double[group.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _numbers[_lines[group[i]].First + at];
            if (double.IsNaN(values[i]))
            {
                return;
            }
        }

        found.UnionWith(Outliers.Of(values, most: 2).Select(i => group[i]));
    }

    private int Join(ReadOnlySpan<ulong> words, int label)
    {
        var leaf = CollectionsMarshal.GetValueRefOrAddDefault(_leaves, (label, words.Length), out _) ??= [];
        int best = -1, bestEqual = 0;
        foreach (var group in leaf)
        {
            var equal = 0;
            var template = _templates[group];
            for (var i = 0; i < words.Length; i++)
            {
                equal += template[i] == words[i] ? 1 : 0;
            }

            if (equal > bestEqual)
            {
                (best, bestEqual) = (group, equal);
            }
        }

        if (best >= 0 && bestEqual >= 2 && bestEqual >= Similar * words.Length)
        {
            for (var i = 0; i < words.Length; i++)
            {
                if (_templates[best][i] != words[i])
                {
                    _templates[best][i] = Any;
                }
            }

            return best;
        }

        _templates.Add(words.ToArray());
        _sizes.Add(0);
        if (leaf.Count < MaxGroupsOfALeaf)
        {
            leaf.Add(_templates.Count - 1);
        }

        return _templates.Count - 1;
    }

    /// <summary>Hashes of the words of a line, in which every run with a digit counts as the same, and the first number of each.</summary>
    private void Split(ReadOnlySpan<char> line)
    {
        var at = 0;
        for (var n = 0; n < MaxWords && at < line.Length;)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
            {
                at++;
            }

            var end = at;
            while (end < line.Length && !char.IsWhiteSpace(line[end]))
            {
                end++;
            }

            if (end > at)
            {
                _words.Add(Masked(line[at..end], out var number));
                _numbers.Add(number);
                n++;
            }

            at = end;
        }
    }

    private static ulong Masked(ReadOnlySpan<char> word, out double number)
    {
        number = double.NaN;
        var hash = 14695981039346656037UL;
        for (var at = 0; at < word.Length;)
        {
            if (!char.IsLetterOrDigit(word[at]))
            {
                hash = (hash ^ word[at]) * 1099511628211UL;
                at++;
                continue;
            }

            var end = at;
            var digits = false;
            while (end < word.Length && char.IsLetterOrDigit(word[end]))
            {
                digits |= char.IsAsciiDigit(word[end]);
                end++;
            }

            if (digits)
            {
                if (double.IsNaN(number) && char.IsAsciiDigit(word[at]))
                {
                    number = FirstNumber(word[at..]);
                }

                hash = (hash ^ '#') * 1099511628211UL;
            }
            else
            {
                foreach (var c in word[at..end])
                {
                    hash = (hash ^ c) * 1099511628211UL;
                }
            }

            at = end;
        }

        return hash == Any ? 1 : hash;
    }

    private static double FirstNumber(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        return double.TryParse(text[..end], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }
}
