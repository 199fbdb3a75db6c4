using System.Buffers;
using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// A tag such as <c>&lt;document index="1"&gt;</c> is one, and both tags of an element stay with whatever is kept inside it: the boundaries of
/// somebody else's words.
/// </summary>
internal static class ElementRule
{
    private const int LongestTag = 300;
    private const int Deepest = 64;

    /// <summary>Units of a row of a table up to which it is kept or dropped as one, for a cell less is another column.</summary>
    private const int LongestRow = 96;

    /// <summary>Tags inside sentences, which do not divide them.</summary>
    private static readonly SearchValues<string> Inline = SearchValues.Create(
        ["a", "abbr", "b", "br", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "var"], StringComparison.OrdinalIgnoreCase);

    /// <param name="text">The text.</param>
    /// <param name="startsAnew">Behind a tag that divides something else begins.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, bool[] startsAnew, BindingBuilder bindings)
    {
        var tags = Find(text);
        if (tags.Count == 0)
        {
            return;
        }

        var closing = Match(text, tags);
        var open = new Stack<(int Node, int End)>();
        var next = 0;
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = tags[i];
            Own(next, tag.First);
            next = tag.Last + 1;
            if (!IsInline(text, tag))
            {
                startsAnew[tag.First] = true;
                if (next < text.Count)
                {
                    startsAnew[next] = true;
                }
            }

            bindings.MakeWhole(tag.First, next);
            if (open.TryPeek(out var around))
            {
                bindings.Bind(tag.First, around.Node);
                if (around.End == i)
                {
                    open.Pop();
                }
            }

            if (closing[i] > 0)
            {
                var node = bindings.AddNode();
                var other = tags[closing[i]];
                if (IsRow(text, tag) && other.Last - tag.First <= LongestRow)
                {
                    bindings.MakeWhole(tag.First, other.Last + 1);
                }

                bindings.Bind(node, tag.First);
                bindings.Bind(node, other.First);
                bindings.Join(tag.First, other.First);
                if (other.First > next)
                {
                    Serve(tag);
                    Serve(other);
                }

                open.Push((node, closing[i]));
            }
        }

        void Own(int from, int to)
        {
            if (open.TryPeek(out var element))
            {
                for (var i = from; i < to; i++)
                {
                    if (text.IsContent(i) || text.Kinds[i] == UnitKind.Solid)
                    {
                        bindings.Bind(i, element.Node);
                    }
                }
            }
        }

        void Serve(Tag tag)
        {
            for (var i = tag.First; i <= tag.Last; i++)
            {
                bindings.Serve(i);
            }
        }
    }

    private static List<Tag> Find(UnitText text)
    {
        var tags = new List<Tag>();
        var unit = 0;
        for (var at = text.Text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf('<', at + 1))
        {
            var end = EndOfTag(text.Text.AsSpan(at)) + at;
            if (end <= at)
            {
                continue;
            }

            while (unit < text.Count && text[unit].Span.End <= at)
            {
                unit++;
            }

            var last = unit;
            while (last + 1 < text.Count && text[last + 1].Span.Start < end)
            {
                last++;
            }

            if (unit < text.Count && text[unit].Span.Start < end && IsFree(text, unit, last) && (tags.Count == 0 || tags[^1].Last < unit))
            {
                tags.Add(new Tag(unit, last, new TextSpan(at, end)));
            }
        }

        return tags;
    }

    private static bool IsFree(UnitText text, int first, int last)
    {
        for (var i = first; i <= last; i++)
        {
            if (text.Kinds[i] is UnitKind.Solid or UnitKind.Cell or UnitKind.Tag)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Length of the tag that begins there; 0: none does.</summary>
    private static int EndOfTag(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || !(char.IsLetter(text[1]) || text[1] is '_' or '!' or '?' || (text[1] == '/' && char.IsLetter(text[2]))))
        {
            return 0;
        }

        var inside = text[1..Math.Min(text.Length, LongestTag)];
        var end = inside.IndexOfAny('<', '>');
        return end < 0 || inside[end] == '<' ? 0 : end + 2;
    }

    /// <summary>For each tag the index of the one that closes it; 0: none does.</summary>
    private static int[] Match(UnitText text, List<Tag> tags)
    {
        var closing = new int[tags.Count];
        var open = new List<int>();
        for (var i = 0; i < tags.Count; i++)
        {
            var tag = tags[i].Span.Of(text.Text);
            if (tag[1] != '/')
            {
                if (tag[^2] != '/' && tag[1] is not ('!' or '?'))
                {
                    open.Add(i);
                }

                continue;
            }

            for (var j = open.Count - 1; j >= Math.Max(0, open.Count - Deepest); j--)
            {
                if (NameOf(tags[open[j]].Span.Of(text.Text)).SequenceEqual(NameOf(tag)))
                {
                    closing[open[j]] = i;
                    open.RemoveRange(j, open.Count - j);
                    break;
                }
            }
        }

        return closing;
    }

    private static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> tag)
    {
        var name = tag[(tag[1] == '/' ? 2 : 1)..^1];
        var end = name.IndexOfAny(" \t\r\n/");
        return end < 0 ? name : name[..end];
    }

    private static bool IsRow(UnitText text, Tag tag) => NameOf(tag.Span.Of(text.Text)).Equals("tr", StringComparison.OrdinalIgnoreCase);

    private static bool IsInline(UnitText text, Tag tag) => Inline.Contains(NameOf(tag.Span.Of(text.Text)).ToString());

    private readonly record struct Tag(int First, int Last, TextSpan Span);
}
