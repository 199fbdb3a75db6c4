using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>A block of a text, or neighbours that are all prose: words are chosen from these together.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="IsProse">Whether words are chosen in it.</param>
/// <param name="Span">Where it stands; the parts of a text follow each other without a gap but for tags.</param>
/// <param name="Core">The span without the white space that holds it apart from its neighbours.</param>
/// <param name="Rate">The rate that tags give it; null where it shares the request's budget.</param>
internal readonly record struct ContentPart(ContentKind Kind, bool IsProse, TextSpan Span, TextSpan Core, double? Rate)
{
    /// <summary>Tags keep it as it is.</summary>
    public bool IsWhole => Rate >= 1;

    /// <param name="text">The text.</param>
    /// <param name="rules">What the request says of its kinds.</param>
    /// <param name="tagged">Its parts between tags, each of which is looked at alone; null for a text without tags.</param>
    public static IReadOnlyList<ContentPart> Of(string text, ContentRules rules, IReadOnlyList<TextPart>? tagged = null) =>
        tagged is null ? Of(text, 0, null, rules) : [.. tagged.SelectMany(part => Of(part.Span.Of(text).ToString(), part.Span.Start, part.Rate, rules))];

    private static IReadOnlyList<ContentPart> Of(string text, int offset, double? rate, ContentRules rules)
    {
        var runs = new List<(ContentKind Kind, bool IsProse, TextSpan Span)>();
        IReadOnlyList<ContentBlock> blocks = rules.Kind is { } all ? [new ContentBlock(new TextSpan(0, text.Length), all)] : ContentDetector.Blocks(text);
        foreach (var block in blocks.Where(block => !block.Span.IsEmpty))
        {
            var isBlank = block.Span.Of(text).IsWhiteSpace();
            var isProse = isBlank || (block.Kind.IsProse() && !rules.Untouched.Contains(block.Kind));
            if (isProse && runs.Count > 0 && runs[^1].IsProse)
            {
                var before = runs[^1];
                var kind = before.Kind == block.Kind || isBlank ? before.Kind : before.Kind == ContentKind.Unknown ? block.Kind : ContentKind.Prose;
                runs[^1] = (kind, true, new TextSpan(before.Span.Start, block.Span.End));
            }
            else
            {
                runs.Add((block.Kind, isProse, block.Span));
            }
        }

        return [.. runs.Select(run => new ContentPart(run.Kind, run.IsProse, Moved(run.Span), Moved(CoreOf(text, run.Kind, run.IsProse, run.Span)), rate))];

        TextSpan Moved(TextSpan span) => new(span.Start + offset, span.End + offset);
    }

    /// <summary>The header of a hunk counts blank lines too: of a diff they are all its own.</summary>
    private static TextSpan CoreOf(string text, ContentKind kind, bool isProse, TextSpan span) =>
        isProse ? Trimmed(text, span) : kind == ContentKind.Diff ? span : WithoutBlankLines(text, span);

    private static TextSpan Trimmed(string text, TextSpan span)
    {
        var of = span.Of(text);
        var start = span.Start + (of.Length - of.TrimStart().Length);
        return new TextSpan(start, Math.Max(start, span.Start + of.TrimEnd().Length));
    }

    /// <summary>Blanks within the first and the last line belong to the block: an indent, or the last cell of a row.</summary>
    private static TextSpan WithoutBlankLines(string text, TextSpan span)
    {
        var of = span.Of(text);
        var first = of.Length - of.TrimStart().Length;
        var start = of[..first].LastIndexOf('\n') + 1;
        var last = of.TrimEnd().Length;
        var feed = of[last..].IndexOf('\n');
        var end = feed < 0 ? of.Length : last + feed - (feed > 0 && of[last + feed - 1] == '\r' ? 1 : 0);
        return last == 0 ? new TextSpan(span.Start, span.Start) : new TextSpan(span.Start + start, span.Start + end);
    }
}
