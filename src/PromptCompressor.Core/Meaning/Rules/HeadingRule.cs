using PromptCompressor.Core.Meaning.Units;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// What a heading says holds for what stands below it: an item of "Not included:" is none of "Included:". With anything of a section stays its
/// heading: <c>## Removed</c>; with any item of a list the line with a colon above it; and with a speech the name in capital letters on the line above.
/// </summary>
internal static class HeadingRule
{
    /// <summary>A heading of more words is known by the most probable one.</summary>
    private const int FewWords = 6;
    private const int Deepest = 6;
    private const int LongestCue = 6;

    public static void Bind(UnitText text, BindingBuilder bindings)
    {
        Span<int> sections = stackalloc int[Deepest + 1];
        sections.Fill(-1);
        var (section, list, cue) = (-1, -1, -1);
        for (var i = 0; i < text.Lines.Count; i++)
        {
            var (start, end) = (text.Lines[i].Start.Value, text.Lines[i].End.Value);
            if (text.Kinds[start] is UnitKind.Solid or UnitKind.Cell)
            {
                Own(text, start, end, section, bindings);
                continue;
            }

            var isParagraph = text.Gaps[start] == Gap.Paragraph;
            cue = isParagraph ? -1 : cue;
            var level = LevelOf(text, start, end);
            if (level > 0)
            {
                var parent = -1;
                for (var above = 1; above < level; above++)
                {
                    parent = sections[above] >= 0 ? sections[above] : parent;
                }

                Own(text, start, end, parent, bindings);
                section = sections[level] = Head(text, start + 1, end, bindings);
                sections[(level + 1)..].Fill(-1);
                list = -1;
                continue;
            }

            Own(text, start, end, section, bindings);
            var hasMark = LabelRule.EndOfMarks(text, start, end) > start;
            if (LeadsList(text, i))
            {
                list = Head(text, start, end, bindings);
                continue;
            }

            list = hasMark || !isParagraph ? list : -1;
            Own(text, start, end, list, bindings);
            Own(text, start, end, cue, bindings);
            if (IsCue(text, start, end) && i + 1 < text.Lines.Count && text.Lines[i + 1] is var next && text.Gaps[next.Start.Value] == Gap.Line && !IsCue(text, next.Start.Value, next.End.Value))
            {
                cue = bindings.AddNode();
                bindings.BindAll(cue, start, end);
            }
        }
    }

    private static void Own(UnitText text, int start, int end, int node, BindingBuilder bindings)
    {
        for (var i = start; node >= 0 && i < end; i++)
        {
            if (text.IsContent(i) && !bindings.IsServant(i))
            {
                bindings.Bind(i, node);
            }
        }
    }

    /// <summary>A node that stands for what of a heading stays: all of a short one, and the colon.</summary>
    private static int Head(UnitText text, int start, int end, BindingBuilder bindings)
    {
        var node = bindings.AddNode();
        var (words, best) = (0, -1);
        for (var i = start; i < end; i++)
        {
            if (text.IsContent(i))
            {
                words++;
                best = best < 0 || text[i].Score > text[best].Score ? i : best;
            }
        }

        for (var i = start; i < end; i++)
        {
            if (i == best || (words <= FewWords && text.IsContent(i)) || (i + 1 == end && text.Kinds[i] == UnitKind.Mark))
            {
                bindings.Bind(node, i);
            }
        }

        return node;
    }

    /// <summary>How many signs a heading of Markdown begins with; 0: it is none.</summary>
    private static int LevelOf(UnitText text, int start, int end)
    {
        var unit = text.Of(start);
        return end - start > 1 && unit.Length <= Deepest && unit.TrimStart('#').IsEmpty && text.Gaps[start + 1] == Gap.Space ? unit.Length : 0;
    }

    /// <summary>Whether a line ends with a colon, or is all bold, and the first item of a list comes next.</summary>
    private static bool LeadsList(UnitText text, int line)
    {
        var (start, end) = (text.Lines[line].Start.Value, text.Lines[line].End.Value);
        var isBold = end - start > 2 && text.Of(start) is "**" && (text.Of(end - 1) is "**" || text.Of(end - 2) is "**");
        if (line + 1 == text.Lines.Count || !(text.LastChar(end - 1) is ':' or '：' || isBold))
        {
            return false;
        }

        var next = text.Lines[line + 1];
        return LabelRule.EndOfMarks(text, next.Start.Value, next.End.Value) > next.Start.Value;
    }

    /// <summary><c>ANNA (quietly)</c>.</summary>
    private static bool IsCue(UnitText text, int start, int end)
    {
        if (end - start > LongestCue || text.Kinds[start] != UnitKind.Word || text[start].Span.Length < 2)
        {
            return false;
        }

        var depth = 0;
        for (var i = start; i < end; i++)
        {
            depth += text.Kinds[i] == UnitKind.Open ? 1 : text.Kinds[i] == UnitKind.Close ? -1 : 0;
            if (text.Kinds[i] == UnitKind.End || (depth == 0 && text.Kinds[i] == UnitKind.Word && !IsCapital(text.Of(i))))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsCapital(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
        {
            if (char.IsLetter(c) && !char.IsUpper(c))
            {
                return false;
            }
        }

        return true;
    }
}
