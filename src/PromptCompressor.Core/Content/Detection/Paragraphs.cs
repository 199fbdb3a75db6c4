using System.Buffers;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>Tells what the paragraphs between confirmed blocks are, and joins those that belong together: the parts of a report, the entries of a log.</summary>
internal static class Paragraphs
{
    private const int LongestTitle = 100;

    private static readonly SearchValues<char> Hash = SearchValues.Create("0123456789abcdef");

    public static void Split(string text, IReadOnlyList<TextLine> lines, int first, int end, List<(int First, int End, ContentKind Kind)> found)
    {
        var parts = new List<(int First, int End, ContentKind Kind)>();
        for (var at = first; at < end;)
        {
            var stop = at;
            while (stop < end && lines[stop].IsBlank(text))
            {
                stop++;
            }

            while (stop < end && !lines[stop].IsBlank(text) && (stop == at || !IsPrompt(lines[stop].Of(text))))
            {
                stop++;
            }

            var content = stop;
            while (stop < end && lines[stop].IsBlank(text))
            {
                stop++;
            }

            parts.Add((at, stop, ParagraphKind.Of(text, lines, at, content)));
            at = stop;
        }

        Absorb(parts, ContentKind.TestReport, [ContentKind.Unknown, ContentKind.Code, ContentKind.StackTrace, ContentKind.BuildReport, ContentKind.Log, ContentKind.Config, ContentKind.Prose, ContentKind.Markdown]);
        Absorb(parts, ContentKind.BuildReport, [ContentKind.Unknown, ContentKind.Code, ContentKind.StackTrace, ContentKind.Config, ContentKind.Log]);
        Absorb(parts, ContentKind.Log, [ContentKind.Unknown, ContentKind.Code, ContentKind.StackTrace, ContentKind.Config]);
        Absorb(parts, ContentKind.Config, [ContentKind.Unknown, ContentKind.Code]);
        Absorb(parts, ContentKind.Code, [ContentKind.Unknown, ContentKind.Config]);
        MostlyCode(parts);
        Indented(text, lines, parts);
        Patches(text, lines, parts);
        Commits(text, lines, parts);
        Plain(text, lines, parts);
        Protect(text, lines, parts);
        found.AddRange(parts);
    }

    /// <summary>What stands between two parts of a report belongs to it, if it may be a part of one.</summary>
    private static void Absorb(List<(int First, int End, ContentKind Kind)> parts, ContentKind kind, ReadOnlySpan<ContentKind> foreign)
    {
        var last = -1;
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind == kind)
            {
                for (var j = last + 1; last >= 0 && j < i; j++)
                {
                    parts[j] = parts[j] with { Kind = kind };
                }

                last = i;
            }
            else if (!foreign.Contains(parts[i].Kind))
            {
                last = -1;
            }
        }
    }

    /// <summary>In a source file, its comments and its titles are code as well.</summary>
    private static void MostlyCode(List<(int First, int End, ContentKind Kind)> parts)
    {
        var code = parts.Where(p => p.Kind == ContentKind.Code).Sum(p => p.End - p.First);
        if (code * 5 <= 2 * parts.Sum(p => p.End - p.First))
        {
            return;
        }

        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind is ContentKind.Prose or ContentKind.Markdown or ContentKind.Unknown or ContentKind.Config or ContentKind.Dialogue)
            {
                parts[i] = parts[i] with { Kind = ContentKind.Code };
            }
        }
    }

    /// <summary>Paragraphs below code that stand in are code, whatever their comments read like.</summary>
    private static void Indented(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
    {
        for (var i = 1; i < parts.Count; i++)
        {
            var head = TextLines.FirstOf(text, lines, parts[i].First, parts[i].End);
            if (parts[i - 1].Kind == ContentKind.Code && parts[i].Kind is ContentKind.Prose or ContentKind.Markdown or ContentKind.Unknown or ContentKind.Config
                && (head is [' ' or '\t', ..] || head.StartsWith("//", StringComparison.Ordinal) || head.StartsWith("/*", StringComparison.Ordinal) || head.StartsWith("# ", StringComparison.Ordinal) || head.StartsWith("\"\"\"", StringComparison.Ordinal)))
            {
                parts[i] = parts[i] with { Kind = ContentKind.Code };
            }
        }
    }

    /// <summary>What follows the head of a patch that is none of the unified form is its lines, however they read.</summary>
    private static void Patches(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
    {
        var inside = false;
        for (var i = 0; i < parts.Count; i++)
        {
            for (var line = parts[i].First; line < parts[i].End && !inside; line++)
            {
                inside = ParagraphKind.IsPatch(lines[line].Of(text));
            }

            if (inside && parts[i].Kind is ContentKind.Code or ContentKind.Config or ContentKind.Markdown)
            {
                parts[i] = parts[i] with { Kind = ContentKind.Unknown };
            }
        }
    }

    /// <summary>What a commit says stands in below its head, or is the body of a patch in a mail: records of a list, which stay whole.</summary>
    private static void Commits(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
    {
        bool listed = false, mailed = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var head = TextLines.FirstOf(text, lines, parts[i].First, parts[i].End);
            listed |= IsHash(head, "commit ");
            mailed |= IsHash(head, "From ");
            if (parts[i].Kind.IsProse() && (mailed || (listed && head.StartsWith("    ", StringComparison.Ordinal))))
            {
                parts[i] = parts[i] with { Kind = ContentKind.Unknown };
            }
        }

        static bool IsHash(ReadOnlySpan<char> line, string before) =>
            line.StartsWith(before, StringComparison.Ordinal) && line[before.Length..] is { Length: >= 40 } rest && !rest[..40].ContainsAnyExcept(Hash);
    }

    /// <summary>Titles, salutations and names between paragraphs of prose are prose; beside anything else they may belong to it.</summary>
    private static void Plain(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind != ContentKind.Unknown || !ParagraphKind.IsPlain(text, lines, parts[i].First, parts[i].End))
            {
                continue;
            }

            var next = i + 1;
            while (next < parts.Count && parts[next].Kind == ContentKind.Unknown && ParagraphKind.IsPlain(text, lines, parts[next].First, parts[next].End))
            {
                next++;
            }

            var before = i > 0 ? parts[i - 1].Kind.IsProse() : parts[i].First == 0;
            var after = next < parts.Count ? parts[next].Kind.IsProse() : parts[next - 1].End == lines.Count;
            var isProse = before && after && (i > 0 || next < parts.Count);
            for (; i < next; i++)
            {
                parts[i] = isProse ? parts[i] with { Kind = ContentKind.Prose } : parts[i];
            }

            i--;
        }
    }

    /// <summary>A line or two beside output of a tool belong to it: a title, a plan's summary, a path before a fence. They stay as they came.</summary>
    private static void Protect(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
    {
        var structured = parts.Exists(p => !p.Kind.IsProse() && p.Kind != ContentKind.Unknown) || MostlyUnknown(text, lines, parts);
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Kind is not (ContentKind.Prose or ContentKind.Markdown))
            {
                continue;
            }

            var content = Enumerable.Range(parts[i].First, parts[i].End - parts[i].First).Count(line => !lines[line].IsBlank(text));
            var head = TextLines.FirstOf(text, lines, parts[i].First, parts[i].End).TrimEnd();
            var isTitle = content <= 2 && head.Length < LongestTitle && LastLine(text, lines, parts[i]).TrimEnd() is [.., ':'] && (i + 1 < parts.Count ? IsTool(i + 1) : parts[i].End < lines.Count);
            if (isTitle || (structured && content <= 2 && head.Length < 80 && Beside(i)))
            {
                parts[i] = parts[i] with { Kind = ContentKind.Unknown };
            }
        }

        static bool MostlyUnknown(string text, IReadOnlyList<TextLine> lines, List<(int First, int End, ContentKind Kind)> parts)
        {
            long unknown = 0, all = 0;
            foreach (var (first, end, kind) in parts)
            {
                var length = lines[end - 1].End - lines[first].Start;
                all += length;
                unknown += kind == ContentKind.Unknown && !ParagraphKind.IsPlain(text, lines, first, end) ? length : 0;
            }

            return 2 * unknown > all;
        }

        bool Beside(int i) => IsTool(i - 1) || IsTool(i + 1);

        bool IsTool(int i) => i >= 0 && i < parts.Count && parts[i].Kind is not (ContentKind.Prose or ContentKind.Markdown or ContentKind.Dialogue);
    }

    private static ReadOnlySpan<char> LastLine(string text, IReadOnlyList<TextLine> lines, (int First, int End, ContentKind Kind) part)
    {
        var last = part.End - 1;
        while (last > part.First && lines[last].IsBlank(text))
        {
            last--;
        }

        return lines[last].Of(text);
    }

    /// <summary>Whether a line begins the output of another command.</summary>
    public static bool IsPrompt(ReadOnlySpan<char> line) =>
        line.StartsWith("$ ", StringComparison.Ordinal) || line.StartsWith("PS ", StringComparison.Ordinal) && line.Contains("> ", StringComparison.Ordinal) || line.StartsWith("==> ", StringComparison.Ordinal) || line.StartsWith("##[group]", StringComparison.Ordinal);
}
