using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Rendering;

/// <summary>
/// Writes kept units as slices of the source. Neighbours keep the white space they had. Where something between two kept
/// units is gone, one white-space run of the gap stands in: the one with the most line breaks, so that speakers, list items
/// and code lines stay on lines of their own; of equals the last, so that indentation stays with its line.
/// </summary>
internal static class Renderer
{
    /// <summary>Stands at the end of a string of JSON that lost words: who reads a value takes it for all of it.</summary>
    public const char Cut = '…';

    /// <param name="text">The text.</param>
    /// <param name="units">Its units.</param>
    /// <param name="kept">For each unit whether it is in the output.</param>
    /// <param name="slices">Receives the slices; an empty one stands for <see cref="Cut"/>.</param>
    /// <param name="strings">The strings of JSON in the text; null: there are none.</param>
    public static void Render(string text, ReadOnlySpan<SelectableUnit> units, ReadOnlySpan<bool> kept, List<TextSpan> slices, IReadOnlyList<JsonString>? strings = null)
    {
        var last = -1;
        var next = 0;
        for (var i = 0; i < units.Length; i++)
        {
            if (!kept[i])
            {
                continue;
            }

            for (; strings is not null && next < strings.Count && strings[next].End <= i; next++)
            {
                if (last >= 0 && IsCut(text, units, kept, strings[next]))
                {
                    slices.Add(new TextSpan(units[last].Span.End, units[last].Span.End));
                }
            }

            if (last >= 0)
            {
                Add(slices, last == i - 1
                    ? new TextSpan(units[last].Span.End, units[i].Span.Start)
                    : GapRun(text, units, last, i));
            }

            Add(slices, units[i].Span);
            last = i;
        }
    }

    private static void Add(List<TextSpan> slices, TextSpan slice)
    {
        if (slice.IsEmpty)
        {
            return;
        }

        if (slices.Count > 0 && slices[^1].End == slice.Start && !slices[^1].IsEmpty)
        {
            slices[^1] = new TextSpan(slices[^1].Start, slice.End);
        }
        else
        {
            slices.Add(slice);
        }
    }

    /// <summary>Whether something of a string is gone and something is left that does not say so. A tag was no part of it.</summary>
    private static bool IsCut(string text, ReadOnlySpan<SelectableUnit> units, ReadOnlySpan<bool> kept, JsonString of)
    {
        var last = -1;
        var isShorter = false;
        for (var i = of.Start; i < of.End; i++)
        {
            last = kept[i] ? i : last;
            isShorter |= !kept[i] && !units[i].IsTag;
        }

        return isShorter && last >= 0 && text[units[last].Span.End - 1] != Cut;
    }

    private static TextSpan GapRun(string text, ReadOnlySpan<SelectableUnit> units, int left, int right)
    {
        var best = default(TextSpan);
        var bestLines = 0;
        for (var i = left; i < right; i++)
        {
            var run = new TextSpan(units[i].Span.End, units[i + 1].Span.Start);
            var lines = run.Of(text).Count('\n');
            if (!run.IsEmpty && (best.IsEmpty || lines > bestLines || (lines == bestLines && (lines > 0 || run.Length <= best.Length))))
            {
                best = run;
                bestLines = lines;
            }
        }

        if (bestLines == 0 && Punctuation.Attaches(text, units, left, right))
        {
            return default;
        }

        return bestLines > 2 ? FromSecondLastLineBreak(text, best) : best;
    }

    /// <summary>One of many blank lines is enough, once text around them is gone.</summary>
    private static TextSpan FromSecondLastLineBreak(string text, TextSpan run)
    {
        var last = text.LastIndexOf('\n', run.End - 1, run.Length);
        var secondLast = text.LastIndexOf('\n', last - 1, last - run.Start);
        return new TextSpan(secondLast, run.End);
    }
}
