using System.Text.RegularExpressions;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Contents;

/// <summary>Numbers, dates, names and identifiers, found by rules of their own: not by those that protect them.</summary>
internal static partial class Facts
{
    public const string InventedNumbers = "invented numbers";

    public static IReadOnlyDictionary<string, Regex> Kinds { get; } = new Dictionary<string, Regex>
    {
        ["numbers"] = Numbers(),
        ["dates"] = Dates(),
        ["names"] = Names(),
        ["identifiers"] = Identifiers(),
    };

    /// <summary>Counts what a text has once, however often it says it, and whether the output says it anywhere.</summary>
    public static IEnumerable<Count> Measure(SourceText source, string output)
    {
        foreach (var (kind, pattern) in Kinds)
        {
            var facts = ValuesOf(pattern, source.Text);
            if (facts.Count > 0)
            {
                yield return new Count(kind, facts.Count(fact => StandsIn(output, fact)), facts.Count);
            }
        }

        var written = ValuesOf(Numbers(), output);
        if (written.Count > 0)
        {
            yield return new Count(InventedNumbers, written.Count(number => !source.Text.Contains(number, StringComparison.Ordinal)), written.Count);
        }
    }

    private static HashSet<string> ValuesOf(Regex pattern, string text) => [.. pattern.Matches(text).Select(match => match.Value)];

    /// <summary>Not as part of a longer word or number.</summary>
    private static bool StandsIn(string output, string fact)
    {
        for (var at = output.IndexOf(fact, StringComparison.Ordinal); at >= 0; at = output.IndexOf(fact, at + 1, StringComparison.Ordinal))
        {
            var end = at + fact.Length;
            if ((at == 0 || !char.IsLetterOrDigit(output[at - 1])) && (end == output.Length || !char.IsLetterOrDigit(output[end])))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"(?<![\p{L}\p{N}.,_-])[0-9]+(?:[.,:][0-9]+)*(?![\p{L}\p{N}_-])")]
    private static partial Regex Numbers();

    [GeneratedRegex(@"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b|\b[0-9]{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)(?: [0-9]{4})?\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) [0-9]{1,2}(?:, [0-9]{4})?\b|\b[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}\b")]
    private static partial Regex Dates();

    /// <summary>Two or more capitalised words in a row that begin no sentence.</summary>
    [GeneratedRegex(@"(?<=\p{Ll},? )\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+\b")]
    private static partial Regex Names();

    [GeneratedRegex(@"\bhttps?://[\w./?=&%-]+\w|\b\w+@\w+(?:\.\w+)+\b|\b[A-Za-z]+(?:_[A-Za-z0-9]+)+\b|\b[a-z]+(?:[A-Z][a-z0-9]+)+\b|\b[A-Z]{1,5}-?[0-9]{2,}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b")]
    private static partial Regex Identifiers();
}
