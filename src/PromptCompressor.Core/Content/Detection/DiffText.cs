using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>A unified diff by its files and hunks. Lines are counted by the headers, never told by their signs: a removed <c>-- x</c> looks like a head.</summary>
internal static class DiffText
{
    private static readonly WordStarts Heads = new(
        "diff --git ", "index ", "--- ", "+++ ", "new file mode", "deleted file mode", "old mode", "new mode", "similarity index", "dissimilarity index",
        "rename from", "rename to", "copy from", "copy to", "Binary files", "GIT binary patch", "Index: ", "=====", "literal ", "delta ");

    internal sealed record Hunk(int First, int End, int OldStart, int OldCount, int NewStart, int NewCount, string Title);

    /// <summary>The part of one file, or what stands before the first.</summary>
    internal sealed record Section(int First, int End, string Name, IReadOnlyList<Hunk> Hunks);

    /// <summary>Whether a diff begins at a line.</summary>
    public static bool BeginsAt(string text, IReadOnlyList<TextLine> lines, int at)
    {
        var line = lines[at].Of(text);
        if (line.StartsWith("diff --git ", StringComparison.Ordinal))
        {
            return true;
        }

        if (line.StartsWith("Index: ", StringComparison.Ordinal) && at + 1 < lines.Count && lines[at + 1].Of(text).StartsWith("=====", StringComparison.Ordinal))
        {
            return true;
        }

        return line.StartsWith("--- ", StringComparison.Ordinal) && at + 2 < lines.Count && lines[at + 1].Of(text).StartsWith("+++ ", StringComparison.Ordinal)
            && TryHunk(lines[at + 2].Of(text), out _);
    }

    /// <summary>The line behind the diff that begins at a line.</summary>
    public static int EndOf(string text, IReadOnlyList<TextLine> lines, int at)
    {
        while (at < lines.Count)
        {
            if (TryHunk(lines[at].Of(text), out var hunk))
            {
                at = HunkEnd(text, lines, at, hunk);
                if (at < 0)
                {
                    return lines.Count;
                }
            }
            else if (Heads.Begin(lines[at].Of(text)) || OmissionMark.IsMark(lines[at].Of(text)))
            {
                at++;
            }
            else if (lines[at].IsBlank(text) && at + 1 < lines.Count && BeginsAt(text, lines, at + 1))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    /// <summary>The files of a diff; null where its counts do not fit, or where it is one of the forms with more than two sides.</summary>
    public static List<Section>? Sections(string text, IReadOnlyList<TextLine> lines)
    {
        var sections = new List<Section>();
        int first = 0, at = 0;
        var name = "";
        var hunks = new List<Hunk>();
        while (at < lines.Count)
        {
            var line = lines[at].Of(text);
            if (line.StartsWith("@@@", StringComparison.Ordinal) || line.StartsWith("diff --cc", StringComparison.Ordinal) || line.StartsWith("diff --combined", StringComparison.Ordinal))
            {
                return null;
            }

            if (TryHunk(line, out var hunk))
            {
                var end = HunkEnd(text, lines, at, hunk);
                if (end < 0)
                {
                    return null;
                }

                hunks.Add(hunk with { First = at, End = end });
                at = end;
                continue;
            }

            if (line.StartsWith("diff --git ", StringComparison.Ordinal) || line.StartsWith("Index: ", StringComparison.Ordinal)
                || (line.StartsWith("--- ", StringComparison.Ordinal) && hunks.Count > 0 && at + 1 < lines.Count && lines[at + 1].Of(text).StartsWith("+++ ", StringComparison.Ordinal)))
            {
                Close();
            }

            name = NameOf(line) ?? name;
            at++;
        }

        Close();
        return sections;

        void Close()
        {
            if (at > first)
            {
                sections.Add(new Section(first, at, name, hunks));
                (first, name, hunks) = (at, "", []);
            }
        }
    }

    private static string? NameOf(ReadOnlySpan<char> line)
    {
        if (line.StartsWith("+++ b/", StringComparison.Ordinal))
        {
            return line[6..].ToString();
        }

        if (line.StartsWith("Index: ", StringComparison.Ordinal))
        {
            return line[7..].ToString();
        }

        if (line.StartsWith("diff --git a/", StringComparison.Ordinal) && line.IndexOf(" b/", StringComparison.Ordinal) is var b and > 0)
        {
            return line[(b + 3)..].ToString();
        }

        return null;
    }

    private static int HunkEnd(string text, IReadOnlyList<TextLine> lines, int at, Hunk hunk)
    {
        var (old, added) = (hunk.OldCount, hunk.NewCount);
        for (at++; at < lines.Count && (old > 0 || added > 0); at++)
        {
            switch (lines[at].Of(text) is [var sign, ..] ? sign : ' ')
            {
                case '+':
                    added--;
                    break;
                case '-':
                    old--;
                    break;
                case ' ':
                    (old, added) = (old - 1, added - 1);
                    break;
                case '\\':
                    break;
                default:
                    return -1;
            }
        }

        while (at < lines.Count && lines[at].Of(text) is ['\\', ..])
        {
            at++;
        }

        return old == 0 && added == 0 ? at : -1;
    }

    private static bool TryHunk(ReadOnlySpan<char> line, [NotNullWhen(true)] out Hunk? hunk)
    {
        hunk = null;
        if (!line.StartsWith("@@ -", StringComparison.Ordinal))
        {
            return false;
        }

        var plus = line.IndexOf(" +", StringComparison.Ordinal);
        var close = plus < 0 ? -1 : line[plus..].IndexOf(" @@", StringComparison.Ordinal);
        if (close < 0 || !TryRange(line[4..plus], out var oldStart, out var oldCount) || !TryRange(line[(plus + 2)..(plus + close)], out var newStart, out var newCount))
        {
            return false;
        }

        hunk = new Hunk(0, 0, oldStart, oldCount, newStart, newCount, line[(plus + close + 3)..].ToString());
        return true;
    }

    private static bool TryRange(ReadOnlySpan<char> range, out int start, out int count)
    {
        var comma = range.IndexOf(',');
        count = 1;
        return int.TryParse(comma < 0 ? range : range[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && (comma < 0 || int.TryParse(range[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out count));
    }
}
