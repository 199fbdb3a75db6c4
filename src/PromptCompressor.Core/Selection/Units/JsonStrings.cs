using System.Text;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Core.Selection.Units;

/// <param name="Start">First unit of what stands between the quotes.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="Twin">Index of the first string that says the same; its own for the first.</param>
internal readonly record struct JsonString(int Start, int End, int Twin);

/// <summary>The strings in the JSON of a text whose words may be dropped. Their quotes, and all else of the JSON, is fixed.</summary>
internal static class JsonStrings
{
    public static IReadOnlyList<JsonString> Of(string text, ReadOnlySpan<SelectableUnit> units)
    {
        List<JsonString>? strings = null;
        Dictionary<string, int>? firsts = null;
        for (var i = 0; i < units.Length; i++)
        {
            if (!IsFrame(text, units[i]) || text[units[i].Span.End - 1] != '"')
            {
                continue;
            }

            var end = i + 1;
            while (end < units.Length && !IsFrame(text, units[end]))
            {
                end++;
            }

            if (end > i + 1 && end < units.Length)
            {
                strings ??= [];
                firsts ??= new Dictionary<string, int>(StringComparer.Ordinal);
                var content = text[units[i].Span.End..units[end].Span.Start];
                var twin = firsts.GetValueOrDefault(content, strings.Count);
                firsts.TryAdd(content, twin);
                strings.Add(new JsonString(i + 1, end, twin));
            }

            i = end - 1;
        }

        return strings ?? (IReadOnlyList<JsonString>)[];
    }

    /// <summary>
    /// The units that stay of each string in any case: the most probable ones, as much as its share, and a word at least. A blank value is a value, and says
    /// something else.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="units">The units of the text.</param>
    /// <param name="strings">Its strings.</param>
    /// <param name="share">The share of each string, 0..1.</param>
    public static int[] Least(string text, SelectableUnit[] units, IReadOnlyList<JsonString> strings, double share)
    {
        var least = new List<int>();
        for (var i = 0; i < strings.Count; i++)
        {
            // What stays of its twin stays of it too.
            if (strings[i].Twin == i)
            {
                AddLeast(text, units, strings[i], share, least);
            }
        }

        return [.. least];
    }

    private static void AddLeast(string text, SelectableUnit[] units, JsonString of, double share, List<int> least)
    {
        var wanted = share * Enumerable.Range(of.Start, of.End - of.Start).Sum(unit => (double)TextWeight.Of(units[unit].Span.Of(text)));
        var found = 0.0;
        var hasWord = false;
        foreach (var unit in Enumerable.Range(of.Start, of.End - of.Start).OrderByDescending(unit => units[unit].Score.Value))
        {
            var isWord = units[unit].Span.Of(text).ToString().EnumerateRunes().Any(Rune.IsLetterOrDigit);
            if (found < wanted || (isWord && !hasWord))
            {
                least.Add(unit);
                found += TextWeight.Of(units[unit].Span.Of(text));
                hasWord |= isWord;
            }
            else if (hasWord)
            {
                return;
            }
        }
    }

    /// <summary>Escapes inside a string are fixed too, but have no quote of their own. The last one of a string may be one word with what ends it: <c>\""</c>.</summary>
    private static bool IsFrame(string text, in SelectableUnit unit)
    {
        if (unit is not { IsFixed: true, Rule: JsonRule.RuleName })
        {
            return false;
        }

        var own = unit.Span.Of(text);
        while (own is ['\\', _, ..])
        {
            var escape = own[2..].IndexOfAny('\\', '"');
            own = escape < 0 ? [] : own[(2 + escape)..];
        }

        return !own.IsEmpty;
    }
}
