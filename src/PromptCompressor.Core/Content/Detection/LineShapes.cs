using System.Buffers;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a line of a listing, of settings or of talk looks like.</summary>
internal static class LineShapes
{
    private const int LongSentence = 90;

    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("/\\={}[]<>");

    public static bool IsAround(ReadOnlySpan<char> line)
    {
        var slash = line.IndexOfAny('/', '.');
        if (slash < 0 || slash > 200)
        {
            return false;
        }

        for (var i = slash; i < Math.Min(line.Length, 250); i++)
        {
            if (line[i] == '-' && LineSignals.NumberThen(line[(i + 1)..], '-') > 0)
            {
                return LineSignals.IsPath(line[..i]);
            }
        }

        return false;
    }

    /// <summary>Whether blanks part a line into columns: not those behind a sentence, and not two that stand between the words of a long line by mistake.</summary>
    /// <param name="line">A line without the blanks around it.</param>
    public static bool HasColumns(ReadOnlySpan<char> line)
    {
        const int LineOfAGap = 90;
        const int LineOfAWideGap = 240;
        var columns = 0;
        for (var at = 1; at < line.Length; at++)
        {
            var from = at;
            while (line[at] is ' ' or '\t')
            {
                at++;
            }

            if (line[from] == '\t' || at - from > 2)
            {
                columns += LineOfAWideGap;
            }
            else if (at - from == 2 && line[from - 1] is not ('.' or '!' or '?' or ':' or '"' or ')'))
            {
                columns += LineOfAGap;
            }
        }

        return columns > line.Length;
    }

    public static bool IsMode(ReadOnlySpan<char> line) =>
        line.Length > 11 && line[0] is '-' or 'd' or 'l' or 'c' or 'b' or 's' or 'p' && line[1] is 'r' or '-' && line[2] is 'w' or '-' && line[3] is 'x' or '-' or 's' or 'S' && line[4] is 'r' or '-' && line[9] is 'x' or '-' or 't' or 'T';

    public static bool IsTotal(ReadOnlySpan<char> line) => line.StartsWith("total ", StringComparison.Ordinal) && line.Length < 20 && char.IsAsciiDigit(line[6]);

    public static bool IsStatus(ReadOnlySpan<char> line) =>
        line.StartsWith("On branch ", StringComparison.Ordinal) || line.StartsWith("HEAD detached", StringComparison.Ordinal) || line.StartsWith("Your branch is ", StringComparison.Ordinal) || line is "Untracked files:" or "Changes to be committed:" or "Changes not staged for commit:" or "Unmerged paths:";

    public static bool IsPlan(ReadOnlySpan<char> line) =>
        (line is ['~' or '+' or '-', ' ', ..] or ['-', '/', '+', ' ', ..] or ['<', '=', ' ', ..] && (line.Contains(" = ", StringComparison.Ordinal) || line.Contains("resource \"", StringComparison.Ordinal)))
        || (line[0] == '#' && (line.Contains(" will be ", StringComparison.Ordinal) || line.Contains(" must be ", StringComparison.Ordinal))) || line.StartsWith("Terraform will ", StringComparison.Ordinal) || line.StartsWith("Plan: ", StringComparison.Ordinal);

    public static int KeyLength(ReadOnlySpan<char> line)
    {
        var inner = line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line;
        if (inner.StartsWith("f:", StringComparison.Ordinal))
        {
            // Fields that a cluster says someone manages.
            inner = inner[2..];
        }
        else if (inner.StartsWith("k:{", StringComparison.Ordinal) && inner.EndsWith("}:", StringComparison.Ordinal))
        {
            return inner.Length;
        }

        var at = 0;
        while (at < inner.Length && (char.IsLetterOrDigit(inner[at]) || inner[at] is '_' or '-' or '.' or '/' or '"' or '\'' or '$'))
        {
            at++;
        }

        var sign = at;
        while (sign < inner.Length && inner[sign] == ' ' && inner[^1] != '.')
        {
            sign++;
        }

        return at > 0 && sign < inner.Length && (inner[sign] == '=' || (sign == at && inner[sign] == ':' && (sign + 1 == inner.Length || inner[sign + 1] == ' '))) ? at : 0;
    }

    /// <summary>A line that begins with a hash or a number of digits and letters.</summary>
    public static bool IsId(ReadOnlySpan<char> line)
    {
        var end = line.IndexOf(' ');
        var word = end < 0 ? line : line[..end];
        if (line.Length >= LongSentence && word.TrimEnd("0123456789") is { Length: >= 4 } name && word.Length - name.Length <= 2 && !name.ContainsAnyInRange('0', '9'))
        {
            // A name in a sentence: Internet2, Windows11.
            return false;
        }

        return word.Length >= 7 && char.IsAsciiLetterOrDigit(word[0]) && word.IndexOfAnyInRange('0', '9') >= 0 && word.IndexOfAnyExceptInRange('0', 'z') < 0 && !word.Contains(':');
    }

    public static bool IsLabel(ReadOnlySpan<char> line, out ReadOnlySpan<char> label)
    {
        label = [];
        // The time of a message may stand before the name.
        if (line[0] == '[' && line.IndexOf(']') is > 3 and < 24 and var close)
        {
            line = line[(close + 1)..].TrimStart();
        }

        var colon = line.IndexOf(':');
        if (colon is < 2 or > 40 || colon + 2 >= line.Length || line[colon + 1] != ' ')
        {
            return false;
        }

        label = line[..colon].Trim('*');
        return label.Length > 1 && char.IsUpper(label[0]) && label.Count(' ') <= 3 && !label.ContainsAny(NeverInNames) && line[(colon + 1)..].Count(' ') >= 3;
    }
}
