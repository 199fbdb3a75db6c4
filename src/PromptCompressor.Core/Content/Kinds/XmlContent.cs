using System.Buffers;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Content.Rewriting;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// XML with one element many times, each on lines of its own (feeds, reports of tests): blanks between its tags go, then whole
/// elements, with a comment in their place. What stays is as it was; other XML stays as it came.
/// </summary>
internal static class XmlContent
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" />\t\r\n");

    /// <summary>Roots of files that tools read: Maven, MSBuild, Ant, Spring, web.config and logging, property lists, Android, XAML, drawings.</summary>
    private static readonly HashSet<string> Configurations = new(StringComparer.OrdinalIgnoreCase)
    {
        "project", "configuration", "beans", "plist", "manifest", "package", "settings", "web-app", "persistence", "resources", "Window", "UserControl", "Page", "Application", "ResourceDictionary", "svg", "xsl:stylesheet", "xs:schema", "xsd:schema",
    };

    /// <summary>The text with each of its records on a line; XML without records as it came.</summary>
    public static string Tight(string text) =>
        !IsConfiguration(text) && Repeated(text, TextLines.Of(text)) is { } element && !text.Contains("<![CDATA[", StringComparison.Ordinal) ? XmlBlanks.Remove(text, element.Name) : text;

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        if (IsConfiguration(text) || Repeated(text, lines) is not { } element || text.Contains("<![CDATA[", StringComparison.Ordinal))
        {
            return null;
        }

        var parts = Parts(text, lines, element);
        var elements = parts.Where(p => p.IsElement).ToList();
        if (elements.Count < RowSignals.FewestRows)
        {
            return null;
        }

        var rows = RowsOf([.. elements.Select(e => ValuesOf(text[lines[e.First].Start..lines[e.End - 1].End]))]);
        var signals = new RowSignals(rows, rows[0].Length);
        var unit = new LineUnit(element.Name + " element", element.Name + " elements");
        var records = new List<LineRecord>();
        var nth = 0;
        foreach (var (first, end, isElement) in parts)
        {
            var record = new LineRecord(first, end) { Required = true };
            if (isElement)
            {
                var (score, required) = signals.Of(nth++, options.RelevanceOf(text.AsSpan(lines[first].Start..lines[end - 1].End)));
                record = record with { Score = score, Required = required, Unit = unit, Counted = 1 };
            }

            records.Add(record);
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "xml_elements", Comment = ("<!-- ", " -->") };
    }

    /// <summary>Whether it says what is to be done, not what is: a project, a manifest, a window. Every element of such a file counts, as every line of YAML does.</summary>
    private static bool IsConfiguration(string text)
    {
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < text.Length; at = text.IndexOf('<', at + 1))
        {
            if (text[at + 1] is not ('?' or '!'))
            {
                var rest = text.AsSpan(at + 1);
                var end = rest.IndexOfAny(EndOfName);
                return Configurations.Contains((end < 0 ? rest : rest[..end]).ToString());
            }
        }

        return false;
    }

    /// <summary>The name and the indentation of the element that begins most lines.</summary>
    private static (string Name, int Indent)? Repeated(string text, List<TextLine> lines)
    {
        var counts = new Dictionary<(string Name, int Indent), int>();
        foreach (var line in lines)
        {
            if (Opens(line.Of(text)) is { } element)
            {
                counts[element] = counts.GetValueOrDefault(element) + 1;
            }
        }

        // Of elements that are as frequent, the outer one holds the others.
        return counts.Where(c => c.Value >= RowSignals.FewestRows).OrderBy(c => c.Key.Indent).ThenByDescending(c => c.Value).Select(c => ((string, int)?)c.Key).FirstOrDefault();
    }

    private static (string Name, int Indent)? Opens(ReadOnlySpan<char> line)
    {
        var trimmed = line.TrimStart();
        if (trimmed.Length < 3 || trimmed[0] != '<' || !char.IsAsciiLetter(trimmed[1]))
        {
            return null;
        }

        var end = trimmed.IndexOfAny(" />\t");
        return end < 0 ? null : (trimmed[1..end].ToString(), line.Length - trimmed.Length);
    }

    private static List<(int First, int End, bool IsElement)> Parts(string text, List<TextLine> lines, (string Name, int Indent) element)
    {
        var parts = new List<(int, int, bool)>();
        for (var at = 0; at < lines.Count;)
        {
            var end = Opens(lines[at].Of(text)) == element ? Close(at) : at;
            parts.Add((at, Math.Max(end, at + 1), end > at));
            at = Math.Max(end, at + 1);
        }

        return parts;

        // The line behind the element: it closes on its own line, or on the next line that closes it and stands in as far.
        int Close(int at)
        {
            const int MostLines = 500;
            var close = $"</{element.Name}>";
            var line = lines[at].Of(text).TrimEnd();
            if (line.EndsWith("/>", StringComparison.Ordinal) || line.EndsWith(close, StringComparison.Ordinal))
            {
                return at + 1;
            }

            for (var i = at + 1; i < lines.Count && i - at < MostLines; i++)
            {
                line = lines[i].Of(text).TrimEnd();
                if (line.EndsWith(close, StringComparison.Ordinal) && line.Length - line.TrimStart().Length == element.Indent)
                {
                    return i + 1;
                }

                if (Opens(line) == element)
                {
                    break;
                }
            }

            return at;
        }
    }

    /// <summary>The texts and the values of attributes of an element, behind the names of all elements in it.</summary>
    private static List<string> ValuesOf(string element)
    {
        var names = "";
        var values = new List<string> { names };
        foreach (var piece in XmlTags.Of(element) ?? [])
        {
            if (piece.Kind is XmlPieceKind.Open or XmlPieceKind.Empty)
            {
                names += (names.Length > 0 ? " " : "") + piece.Name;
                var parts = piece.Of(element).ToString().Split('"');
                values.AddRange(parts.Where((_, i) => i % 2 == 1));
            }
            else if (piece.Kind == XmlPieceKind.Text && !piece.Of(element).IsWhiteSpace())
            {
                values.Add(piece.Of(element).Trim().ToString());
            }
        }

        values[0] = names;
        return values;
    }

    /// <summary>Columns that every element has, and one with what some have beside them.</summary>
    private static List<string?[]> RowsOf(List<List<string>> elements)
    {
        var columns = elements.Min(values => values.Count);
        return [.. elements.Select(values => (string?[])[.. values[..columns], string.Join(' ', values[columns..])])];
    }
}
