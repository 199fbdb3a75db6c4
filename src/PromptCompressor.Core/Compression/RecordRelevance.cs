using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Selection.Scoring;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// How much a record answers a question: the share of the question's terms that it has, each weighted by how rare it is in its block. What
/// many records have tells none of them apart and counts for nothing; what some have ranks them, but does not make one of them the answer.
/// </summary>
internal sealed class RecordRelevance
{
    /// <summary>A term that more of the records have names what they are all about.</summary>
    private const double MostRecords = 0.3;

    /// <summary>A term of no more records than this, or of a few, points at them.</summary>
    private const double FewRecords = 0.05;

    private const int Few = 3;

    /// <summary>The place of each term of the question, in order of their hashes, so that sums add up alike.</summary>
    private readonly Dictionary<ulong, int> _asked;

    private readonly bool[] _found;

    private RecordRelevance(string question)
    {
        var terms = new SortedSet<ulong>();
        Span<char> buffer = stackalloc char[Terms.MaxLength];
        for (int end, start = 0; (start = NextTerm(question, start, out end)) < end; start = end)
        {
            terms.Add(Terms.IdOf(Terms.StemOf(question.AsSpan(start..end), buffer)));
        }

        _asked = terms.Select((term, place) => (term, place)).ToDictionary(one => one.term, one => one.place);
        _found = new bool[terms.Count];
    }

    /// <returns>The relevance of the text of a record, 0..1, for one thread at a time; null where the question tells no records apart.</returns>
    public static Func<string, double>? Of(string question, string block, ContentKind kind)
    {
        var relevance = new RecordRelevance(question);
        var found = relevance._found;
        if (found.Length == 0)
        {
            return null;
        }

        // Objects of JSON end with a brace; of all else a line is near enough to a record.
        var records = 0;
        var uses = new int[found.Length];
        foreach (var range in block.AsSpan().Split(kind is ContentKind.Json or ContentKind.JsonLines ? '}' : '\n'))
        {
            records += relevance.Find(block.AsSpan(range)) ? 1 : 0;
            for (var i = 0; i < uses.Length; i++)
            {
                uses[i] += found[i] ? 1 : 0;
            }
        }

        var weights = Array.ConvertAll(uses, use => use == 0 || use > Math.Max(1, MostRecords * records) ? 0 : Math.Log(1 + (records / (double)use)));
        var isRare = Array.ConvertAll(uses, use => use > 0 && use <= Math.Max(Few, FewRecords * records));
        var total = weights.Sum();
        return total <= 0 ? null : record =>
        {
            relevance.Find(record);
            var (sum, hasRare) = (0.0, false);
            for (var i = 0; i < weights.Length; i++)
            {
                sum += found[i] ? weights[i] : 0;
                hasRare |= found[i] && isRare[i];
            }

            return sum / total * (hasRare ? 1 : RecordScores.MostWeakRelevance);
        };
    }

    /// <summary>Marks the terms of the question that a text has.</summary>
    /// <returns>Whether the text has any term, of the question or not.</returns>
    private bool Find(ReadOnlySpan<char> text)
    {
        Array.Clear(_found);
        Span<char> buffer = stackalloc char[Terms.MaxLength];
        var any = false;
        for (int end, start = 0; (start = NextTerm(text, start, out end)) < end; start = end)
        {
            any = true;
            if (_asked.TryGetValue(Terms.IdOf(Terms.StemOf(text[start..end], buffer)), out var place))
            {
                _found[place] = true;
            }
        }

        return any;
    }

    /// <summary>The next run of letters and digits from a place on; a single letter is none.</summary>
    private static int NextTerm(ReadOnlySpan<char> text, int start, out int end)
    {
        while (start < text.Length)
        {
            end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end - start > 1 || (end > start && char.IsDigit(text[start])))
            {
                return start;
            }

            start = end + 1;
        }

        return end = text.Length;
    }
}
