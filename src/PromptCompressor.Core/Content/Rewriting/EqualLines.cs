using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>Equal lines in a row, once with their number: <c>line [x12]</c>.</summary>
internal static class EqualLines
{
    public static string Fold(string text)
    {
        var lines = TextLines.Of(text);

        // A text that has such counts of its own could not be told from a folded one.
        if (lines.Exists(line => Count(line.Of(text)) > 0))
        {
            return text;
        }

        var output = new StringBuilder(text.Length);
        for (var at = 0; at < lines.Count;)
        {
            var same = at + 1;
            while (same < lines.Count && !lines[at].IsBlank(text) && lines[same].Of(text).SequenceEqual(lines[at].Of(text)) && LineEnd(same) == LineEnd(at))
            {
                same++;
            }

            var count = " " + OmissionMark.Repeated(same - at);
            if ((same - at - 1) * (lines[at].Next - lines[at].Start) <= count.Length)
            {
                count = "";
                same = at + 1;
            }

            output.Append(lines[at].Of(text)).Append(count);

            output.Append(lines[same - 1].Break(text));
            at = same;
        }

        var folded = output.ToString();
        return Unfold(folded) == text ? folded : text;

        // The last line may have no end; it belongs to the run all the same.
        string LineEnd(int line) => line == lines.Count - 1 ? TextLines.EndOf(text) : text[lines[line].End..lines[line].Next];
    }

    /// <summary>The way back.</summary>
    public static string Unfold(string folded)
    {
        var output = new StringBuilder(folded.Length);
        var feed = TextLines.EndOf(folded);
        foreach (var line in TextLines.Of(folded))
        {
            var text = line.Of(folded);
            var count = Count(text);
            var inner = count == 0 ? text : text[..text.LastIndexOf(" [x", StringComparison.Ordinal)];
            for (var i = 0; i < Math.Max(1, count); i++)
            {
                output.Append(inner).Append(i < count - 1 ? feed : line.Break(folded));
            }
        }

        return output.ToString();
    }

    private static int Count(ReadOnlySpan<char> line)
    {
        var open = line.LastIndexOf(" [x", StringComparison.Ordinal);
        return open >= 0 && line[^1] == ']' && int.TryParse(line[(open + 3)..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }
}
