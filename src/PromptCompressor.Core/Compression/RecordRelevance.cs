using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Selection.Scoring;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// How much a record answers a question: the share of the question's terms that it has, each weighted by how rare it is in its block. What
/// many records have tells none of them apart and counts for nothing.
/// </summary>
internal static class RecordRelevance
{
    /// <summary>A term that more of the records have names what they are all about.</summary>
    private const double MostRecords = 0.3;

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
        var uses = new Dictionary<ulong, int>();
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
            .OrderBy(use => use.Key)
            .ToDictionary(use => use.Key, use => Math.Log(1 + (records / (double)use.Value)));
        var total = weights.Values.Sum();
        return total <= 0 ? null : record =>
        {
            var terms = TermsOf(record);
            return weights.Where(weight => terms.Contains(weight.Key)).Sum(weight => weight.Value) / total;
        };
    }

    /// <summary>Runs of letters and digits, as relevance compares them in prose; a letter by itself is nothing to compare.</summary>
    private static HashSet<ulong> TermsOf(ReadOnlySpan<char> text)
    {
        var terms = new HashSet<ulong>();
        Span<char> buffer = stackalloc char[Terms.MaxLength];
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end - start > 1 || (end > start && char.IsDigit(text[start])))
            {
                terms.Add(Terms.IdOf(Terms.StemOf(text[start..end], buffer)));
            }

            start = end + 1;
        }

        return terms;
    }
}
