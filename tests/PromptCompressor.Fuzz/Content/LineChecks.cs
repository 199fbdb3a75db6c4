using System.Text;
using System.Text.RegularExpressions;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Kinds;
using PromptCompressor.Core.Content.Rewriting;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Of kinds that are read by lines, a line is whole or gone, and what stays is in order.</summary>
internal static partial class LineChecks
{
    public static void Check(string block, ContentKind kind, ContentOptions options, ContentReduction reduced)
    {
        if (kind is ContentKind.Log or ContentKind.TestReport or ContentKind.BuildReport or ContentKind.StackTrace or ContentKind.Csv or ContentKind.Xml or ContentKind.Code or ContentKind.Listing
            || (kind is ContentKind.Table or ContentKind.SearchResults && !options.Reshape))
        {
            var shown = reduced.Methods.Contains("data_uris") ? BlobText.WithoutDataUris(block) : block;
            shown = reduced.Methods.Contains("terminal_text") ? TerminalText.Shown(shown) : shown;
            CheckWhole(reduced.Methods.Contains("xml_blanks") ? XmlContent.Tight(shown) : shown, kind, reduced.Text);
        }

        if (kind == ContentKind.Diff && reduced.Methods is ["diff_context"])
        {
            FuzzException.Unless(Changes(block).SequenceEqual(Changes(reduced.Text)), "every added and removed line of a diff stays");
        }
    }

    /// <summary>Blank lines may go anywhere.</summary>
    private static void CheckWhole(string shown, ContentKind kind, string reduced)
    {
        var source = shown.Split('\n').Select(Plain).ToArray();
        var at = 0;
        foreach (var line in reduced.Split('\n').Select(Plain).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var next = Next(line);
            for (var rest = line; next < 0 && Suffix().Match(rest) is { Success: true } suffix;)
            {
                rest = rest[..suffix.Index];
                next = Next(rest);
            }

            if (next < 0 && MarkOfFile().IsMatch(line))
            {
                continue;
            }

            FuzzException.Unless(next >= 0 || OmissionMark.IsMark(line), $"{kind}: a line of the output is a line of the input or a mark, in the order of the input, unlike: {Encoding.UTF8.GetString(Corpus.WriteText(line))}");
            at = Math.Max(at, next + 1);
        }

        int Next(string line) => Array.IndexOf(source, line, at);
    }

    private static string Plain(string line) => line.TrimEnd('\r', ' ', '\t');

    private static IEnumerable<string> Changes(string diff) => diff.Split('\n').Where(line => line is ['+' or '-', ..]);

    /// <summary>Behind the first of many.</summary>
    [GeneratedRegex(@" (?:(?:#|//) )?\[(?:x\d+|1 of \d+ like this)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex Suffix();

    /// <summary>Of a search.</summary>
    [GeneratedRegex(@"\[\d+ (?:more in this file|lines? omitted)\]$", RegexOptions.CultureInvariant)]
    private static partial Regex MarkOfFile();
}
