using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

internal enum TableForm
{
    /// <summary>Pipes around every row, a rule of dashes below the head.</summary>
    Markdown,

    /// <summary>Pipes between cells, a rule with plus signs below the head (psql, mysql without a frame).</summary>
    Ruled,

    /// <summary>Pipes around every row, and rules with plus signs around the head and the whole (mysql).</summary>
    Framed,

    /// <summary>Columns that begin where the words of an upper-case head begin (kubectl, docker, ps).</summary>
    Aligned,
}

/// <summary>A table with a head, by its lines: [First, Body) is the head with its rule, [Body, End) are the rows, all with the same number of cells.</summary>
internal sealed record DrawnTable(TableForm Form, int First, int Body, int End, IReadOnlyList<string[]> Rows, IReadOnlyList<string> Head)
{
    private const int FewestRows = 2;
    private const int Tried = 16;

    public static DrawnTable? Of(string text, IReadOnlyList<TextLine> lines, int start)
    {
        if (start + 2 >= lines.Count)
        {
            return null;
        }

        var head = lines[start].Of(text);
        var rule = lines[start + 1].Of(text).Trim();
        if (head.Contains('|') && rule.Length > 2 && rule.IndexOfAnyExcept("-|: \t") < 0 && rule.Contains('|') && rule.Contains('-'))
        {
            return Piped(text, lines, start, TableForm.Markdown);
        }

        if (IsFrame(head))
        {
            return start + 3 < lines.Count && rule.Contains('|') && IsFrame(lines[start + 2].Of(text)) ? Piped(text, lines, start, TableForm.Framed) : null;
        }

        if (head.Contains('|') && rule.Length > 2 && rule[0] != '+' && rule.IndexOfAnyExcept("-+") < 0 && rule.Contains('+'))
        {
            return Piped(text, lines, start, TableForm.Ruled);
        }

        return IsUpperHead(head) ? Columns(text, lines, start) : null;
    }

    /// <summary>The cells of a row with pipes; a pipe behind a backslash or in a code span belongs to its cell.</summary>
    public static string[] Cells(ReadOnlySpan<char> row, TableForm form)
    {
        var framed = form is TableForm.Markdown or TableForm.Framed;
        var inner = framed ? row.Trim() : row;
        inner = framed && inner.StartsWith("|", StringComparison.Ordinal) ? inner[1..] : inner;
        inner = framed && inner.EndsWith("|", StringComparison.Ordinal) && !inner.EndsWith("\\|", StringComparison.Ordinal) ? inner[..^1] : inner;
        var cells = new List<string>();
        var from = 0;
        for (var i = 0; i <= inner.Length; i++)
        {
            if (i == inner.Length || (inner[i] == '|' && (i == 0 || inner[i - 1] != '\\')))
            {
                cells.Add(inner[from..i].Trim().ToString());
                from = i + 1;
            }
        }

        return [.. cells];
    }

    private static DrawnTable? Piped(string text, IReadOnlyList<TextLine> lines, int start, TableForm form)
    {
        var body = start + (form == TableForm.Framed ? 3 : 2);
        var head = Cells(lines[body - 2].Of(text), form);
        var rows = new List<string[]>();
        var at = body;
        for (; at < lines.Count && (lines[at].Of(text).Contains('|') || IsGap(at)); at++)
        {
            if (IsGap(at))
            {
                rows.Add(head);
                continue;
            }

            var cells = Cells(lines[at].Of(text), form);
            if (cells.Length != head.Length)
            {
                break;
            }

            rows.Add(cells);
        }

        return rows.Count >= FewestRows ? new DrawnTable(form, start, body, at, rows, head) : null;

        // A mark between two rows, of a table that was reduced before.
        bool IsGap(int line) => rows.Count > 0 && OmissionMark.IsMark(lines[line].Of(text));
    }

    private static bool IsFrame(ReadOnlySpan<char> line) => line.Trim() is ['+', '-', .., '+'] rule && rule.IndexOfAnyExcept('-', '+') < 0;

    private static bool IsUpperHead(ReadOnlySpan<char> head)
    {
        const int MostDigits = 3;
        int letters = 0, digits = 0;
        foreach (var c in head)
        {
            if (char.IsAsciiLetterLower(c) || c is '.' or ';' or '"' or '=')
            {
                return false;
            }

            letters += char.IsAsciiLetterUpper(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return letters >= 4 && digits <= MostDigits && Starts(head).Count >= 3;
    }

    /// <summary>Where the words of a head begin that two blanks or more separate (one, where all do).</summary>
    private static List<int> Starts(ReadOnlySpan<char> head)
    {
        var starts = new List<int>();
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] != ' ' && head[i] != '\t' && (i == 0 || (head[i - 1] is ' ' or '\t' && (i == 1 || head[i - 1] == '\t' || head[i - 2] is ' ' or '\t'))))
            {
                starts.Add(i);
            }
        }

        return starts;
    }

    private static DrawnTable? Columns(string text, IReadOnlyList<TextLine> lines, int start)
    {
        var head = lines[start].Of(text);
        var starts = Starts(head);
        var rows = new List<string[]>();
        var fit = 0;
        var at = start + 1;
        for (; at < lines.Count && !lines[at].IsBlank(text); at++)
        {
            if (OmissionMark.IsMark(lines[at].Of(text)))
            {
                rows.Add([.. starts.Select(_ => "")]);
                fit++;
                continue;
            }

            var line = lines[at].Of(text);
            if (head.Contains('\t'))
            {
                rows.Add(line.ToString().Split('\t'));
                fit += rows[^1].Length == starts.Count ? 1 : 0;
                continue;
            }

            var cells = new string[starts.Count];
            var fits = true;
            for (var c = 0; c < cells.Length; c++)
            {
                var from = Math.Min(starts[c], line.Length);
                var to = c + 1 < starts.Count ? Math.Min(starts[c + 1], line.Length) : line.Length;
                fits &= from == 0 || from >= line.Length || line[from - 1] is ' ' or '\t';
                cells[c] = line[from..to].Trim().ToString();
            }

            // A line without a first cell goes on with the record above it: no table of one line each.
            if (cells[0].Length == 0 && starts[0] < head.Length)
            {
                return null;
            }

            fit += fits ? 1 : 0;
            rows.Add(cells);

            // Capitals above other text: another line may be tried next, and must not read it all again.
            if (rows.Count % Tried == 0 && fit < 0.8 * rows.Count)
            {
                return null;
            }
        }

        var names = new List<string>();
        for (var c = 0; c < starts.Count; c++)
        {
            names.Add(head[starts[c]..(c + 1 < starts.Count ? starts[c + 1] : head.Length)].Trim().ToString());
        }

        return rows.Count >= FewestRows && fit >= (head.Contains('\t') ? 1 : 0.8) * rows.Count ? new DrawnTable(TableForm.Aligned, start, start + 1, at, rows, names) : null;
    }
}
