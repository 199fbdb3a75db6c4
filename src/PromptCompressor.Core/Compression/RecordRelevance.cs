using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// How much a record answers a question: the share of the question's terms that it has, each weighted by how rare it is in its block. What
/// many records have tells none of them apart and counts for nothing; what some have ranks them, but does not make one of them the answer.
/// </summary>
internal static class RecordRelevance
{
    private const int StemLength = 6;

    /// <summary>A term that more of the records have names what they are all about.</summary>
    private const double MostRecords = 0.3;

    /// <summary>A term of no more records than this, or of a few, points at them.</summary>
    private const double FewRecords = 0.05;

    private const int Few = 3;

    /// <returns>The relevance of the text of a record, 0..1; null where the question tells no records apart.</returns>
    public static Func<string, double>? Of(string question, string block, ContentKind kind)
    {
        var asked = TermsOf(question);
        if (asked.Count == 0)
        {
            return null;
        }

        // Objects of JSON end with a brace; of all else a line is near enough to a record.
        var records = 0;
        var uses = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var range in block.AsSpan().Split(kind is ContentKind.Json or ContentKind.JsonLines ? '}' : '\n'))
        {
            var terms = TermsOf(block.AsSpan(range));
            records += terms.Count > 0 ? 1 : 0;
            foreach (var term in terms.Where(asked.Contains))
            {
                uses[term] = uses.GetValueOrDefault(term) + 1;
            }
        }

        var weights = uses
            .Where(use => use.Value <= Math.Max(1, MostRecords * records))
            .OrderBy(use => use.Key, StringComparer.Ordinal)
            .ToDictionary(use => use.Key, use => Math.Log(1 + (records / (double)use.Value)), StringComparer.Ordinal);
        var rare = uses.Where(use => use.Value <= Math.Max(Few, FewRecords * records)).Select(use => use.Key).ToHashSet(StringComparer.Ordinal);
        var total = weights.Values.Sum();
        return total <= 0 ? null : record =>
        {
            var terms = TermsOf(record);
            var share = weights.Where(weight => terms.Contains(weight.Key)).Sum(weight => weight.Value) / total;
            return terms.Overlaps(rare) ? share : share * RecordScores.MostWeakRelevance;
        };
    }

    /// <summary>Runs of letters and digits; the case-folded beginning of a word stands for all its forms, of a number or an identifier every figure counts.</summary>
    private static HashSet<string> TermsOf(ReadOnlySpan<char> text)
    {
        var terms = new HashSet<string>(StringComparer.Ordinal);
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end - start > 1 || (end > start && char.IsDigit(text[start])))
            {
                var term = text[start..end];
                terms.Add((term.Length <= StemLength || term.ContainsAnyInRange('0', '9') ? term : term[..StemLength]).ToString().ToUpperInvariant());
            }

            start = end + 1;
        }

        return terms;
    }
}
