using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>A block of a text, or neighbours that are all prose: words are chosen from these together.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="IsProse">Whether words are chosen in it.</param>
/// <param name="Span">Where it stands; the parts of a text follow each other without a gap but for tags.</param>
/// <param name="Core">The span without the white space that holds it apart from its neighbours.</param>
internal readonly record struct ContentPart(ContentKind Kind, bool IsProse, TextSpan Span, TextSpan Core)
{
    /// <summary>The rate that tags give a block of structure; null where it shares the request's budget.</summary>
    public double? Rate { get; init; }

    /// <summary>What tags say of the pieces of prose, by their places in the core; null where they say nothing.</summary>
    public IReadOnlyList<TextPart>? Tagged { get; init; }

    /// <summary>Tags keep it as it is.</summary>
    public bool IsWhole => Rate >= 1;

    /// <summary>Looks at a text without its tags. A tag cuts lines of structure in two; what it stands in of JSON and markup is read as prose, whose rules know of tags.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rules">What the request says of its kinds.</param>
    /// <param name="tagged">Its parts between tags; null for a text without tags.</param>
    public static IReadOnlyList<ContentPart> Of(string text, ContentRules rules, IReadOnlyList<TextPart>? tagged = null)
    {
        var runs = new List<Run>();
        foreach (var run in RunsOf(text, rules, tagged))
        {
            if (run.IsProse && runs.Count > 0 && runs[^1].IsProse)
            {
                var before = runs[^1];
                var kind = before.Kind == run.Kind || run.IsBlank ? before.Kind : before.Kind == ContentKind.Unknown ? run.Kind : ContentKind.Prose;
                runs[^1] = before with { Kind = kind, Span = before.Span with { End = run.Span.End } };
            }
            else
            {
                runs.Add(run);
            }
        }

        return [.. runs.Select(run => Of(text, run, tagged))];
    }

    /// <summary>The blocks of the text without its tags, each where it stands in the text.</summary>
    private static IEnumerable<Run> RunsOf(string text, ContentRules rules, IReadOnlyList<TextPart>? tagged)
    {
        var content = TextPart.Content(text, tagged);
        var pieces = tagged ?? [new TextPart(new TextSpan(0, text.Length), null)];
        var blocks = rules.Kind is { } all ? [new ContentBlock(new TextSpan(0, content.Length), all)] : ContentDetector.Blocks(content);
        var (first, offset) = (0, 0); // The piece that a block begins in, and where that begins in the content.
        foreach (var block in blocks.Where(block => !block.Span.IsEmpty))
        {
            for (; block.Span.Start >= offset + pieces[first].Span.Length; first++)
            {
                offset += pieces[first].Span.Length;
            }

            var isOne = block.Span.End <= offset + pieces[first].Span.Length;
            var isProse = (block.Kind.IsProse() && !rules.Untouched.Contains(block.Kind)) || (!isOne && IsSyntax(block.Kind));
            for (var (piece, start) = (first, offset); piece < pieces.Count && start < block.Span.End; start += pieces[piece++].Span.Length)
            {
                var shift = pieces[piece].Span.Start - start;
                var span = new TextSpan(Math.Max(block.Span.Start, start) + shift, Math.Min(block.Span.End, start + pieces[piece].Span.Length) + shift);
                var isBlank = span.Of(text).IsWhiteSpace();
                yield return new Run(isBlank ? ContentKind.Unknown : block.Kind, isProse || isBlank, isBlank, span, isProse || isBlank ? null : pieces[piece].Rate);
            }
        }
    }

    /// <summary>Half of it is not of that kind any more.</summary>
    private static bool IsSyntax(ContentKind kind) => kind is ContentKind.Json or ContentKind.JsonLines or ContentKind.Html or ContentKind.Xml;

    private static ContentPart Of(string text, Run run, IReadOnlyList<TextPart>? tagged)
    {
        var core = CoreOf(text, run.Kind, run.IsProse, run.Span);
        return new ContentPart(run.Kind, run.IsProse, run.Span, core)
        {
            Rate = run.Rate,
            Tagged = run.IsProse && tagged is not null
                ? [.. tagged.Where(part => part.Span.Overlaps(core)).Select(part => part with { Span = new TextSpan(Math.Max(part.Span.Start, core.Start) - core.Start, Math.Min(part.Span.End, core.End) - core.Start) })]
                : null,
        };
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

    private readonly record struct Run(ContentKind Kind, bool IsProse, bool IsBlank, TextSpan Span, double? Rate);
}
