using System.Globalization;
using System.Text.RegularExpressions;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Server.Originals;

/// <summary>
/// Where the hash of an original stands in its compressed text: inside the first mark of what was left out, so that the format stays what it was, as in
/// <c>[41 lines omitted. Retrieve more: hash=…]</c>; where words alone are gone, in a line of its own at the end.
/// </summary>
internal static partial class OriginalMark
{
    /// <summary>What Headroom's clients look for, and what no text is compressed again that holds it.</summary>
    public const string Handle = "Retrieve more: hash=";

    /// <summary>A text may hold any number of what looks like a mark; each that is looked at costs a search in the source.</summary>
    private const int MostLookedAt = 100;

    /// <summary>Whether anything that the text said is gone.</summary>
    /// <param name="blocks">What was done; null where all of it was prose.</param>
    public static bool IsNeeded(string source, string output, IReadOnlyList<BlockOutcome>? blocks) => output != source && blocks?.All(block => block.Lossless) != true;

    /// <summary>The line that says that words are gone.</summary>
    /// <param name="all">Words before.</param>
    /// <param name="left">Words afterwards.</param>
    public static string WordsLeftOut(int all, int left) => string.Create(CultureInfo.InvariantCulture, $"{all - left} of {all} words left out. ");

    /// <summary>Where a hash goes.</summary>
    /// <param name="source">The original.</param>
    /// <param name="output">What is left of it.</param>
    /// <param name="blocks">What was done; null where all of it was prose.</param>
    /// <param name="hash">The hash of the original.</param>
    /// <param name="wordsMark">What the line says that stands for words, given those before and those afterwards.</param>
    /// <returns>A place in the output and what to insert there; null where nothing can stand without breaking the format.</returns>
    public static (int At, string Text)? PlaceIn(string source, string output, IReadOnlyList<BlockOutcome>? blocks, string hash, Func<int, int, string> wordsMark)
    {
        var onlyFields = MayChangeBrackets(blocks);
        foreach (var match in LikeMarks(output).Take(MostLookedAt))
        {
            // What stood in the source is its own text, whatever it looks like, and so is what is left of it.
            if (!source.Contains(match.Value, StringComparison.Ordinal) && !(onlyFields && match.Value[0] == '['))
            {
                return match.Value[0] == '"'
                    ? (match.Index + match.Length, $",\"{(match.Value.StartsWith("\"_", StringComparison.Ordinal) ? "_" : "")}original\":\"{Handle}{hash}\"")
                    : (match.Index + match.Length - 1, $". {Handle}{hash}");
            }
        }

        return output.Length > 0 && (blocks is null or [] || TakesALine(blocks[^1].Kind))
            ? (output.Length, $"{(output[^1] == '\n' ? "" : "\n")}[{wordsMark(WordsOf(source), WordsOf(output))}{Handle}{hash}]")
            : null;
    }

    public static int WordsOf(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            count += !char.IsWhiteSpace(text[i]) && (i == 0 || char.IsWhiteSpace(text[i - 1])) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether a bracket of the source may have lost words or been written otherwise, so that it looks like a mark of this service.</summary>
    private static bool MayChangeBrackets(IReadOnlyList<BlockOutcome>? blocks) =>
        blocks is null or [] || blocks.Any(block => !block.Lossless && (block.Kind.IsProse() || block.Kind is ContentKind.Html or ContentKind.Json or ContentKind.JsonLines));

    /// <summary>Whether a line of another kind may follow.</summary>
    private static bool TakesALine(ContentKind kind) =>
        kind.IsProse() || kind is ContentKind.Unknown or ContentKind.Log or ContentKind.Listing or ContentKind.StackTrace or ContentKind.BuildReport or ContentKind.TestReport or ContentKind.SearchResults;

    private static IEnumerable<Match> LikeMarks(string text)
    {
        for (var match = Marks().Match(text); match.Success; match = match.NextMatch())
        {
            if (match.Value[0] == '"' || OmissionMark.IsMark(match.Value))
            {
                yield return match;
            }
        }
    }

    // No mark of this service has a quote; brackets of JSON that look like one do.
    [GeneratedRegex("""\[[^\[\]"\r\n]{3,340}\]|"_?omitted_rows":[0-9]+""")]
    private static partial Regex Marks();
}
