using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Core.Selection.Units;

/// <summary>Keeps a mark at the word it belongs to: no space before a full stop, none after an opening bracket or the quote that begins a JSON string.</summary>
internal static class Punctuation
{
    private const string Opening = "([{\u00AB\u201C\u2018\u00BF\u00A1$\u20AC\u00A3\u00A5#@";
    private const string Closing = ".,;:!?)]}%\u00BB\u201D\u2019\u2026\u3002\uFF0C\u3001\uFF1B\uFF1A\uFF01\uFF1F\uFF09\u0964\u06D4\u061F\u060C\u061B";

    /// <summary>A quote of a JSON string: only there is it known on which side of it words stand.</summary>
    private const char Quote = '"';

    /// <summary>Whether two kept units whose in-between is dropped are written with no space, as each was written at its own side.</summary>
    public static bool Attaches(string text, ReadOnlySpan<SelectableUnit> units, int left, int right)
    {
        var spaceAfterLeft = units[left].Span.End < units[left + 1].Span.Start;
        var spaceBeforeRight = units[right - 1].Span.End < units[right].Span.Start;
        return (!spaceBeforeRight && (StartsWith(Closing, units[right].Span.Of(text)) || (units[right].Rule == JsonRule.RuleName && text[units[right].Span.Start] == Quote)))
            || (!spaceAfterLeft && (EndsWith(Opening, units[left].Span.Of(text)) || (units[left].Rule == JsonRule.RuleName && text[units[left].Span.End - 1] == Quote)));
    }

    private static bool StartsWith(string marks, ReadOnlySpan<char> unit) =>
        marks.Contains(unit[0], StringComparison.Ordinal);

    private static bool EndsWith(string marks, ReadOnlySpan<char> unit) =>
        marks.Contains(unit[^1], StringComparison.Ordinal);
}
