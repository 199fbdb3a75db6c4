using System.Text;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Rendering;

/// <summary>
/// Where everything between two kept words is dropped and there was no white space to stand in (<c>and/or</c>,
/// <c>foo(x)bar</c>), the words would run together into one that the source never had. Then the last mark between them stays.
/// </summary>
internal static class WordGlue
{
    public static void Keep(string text, ReadOnlySpan<SelectableUnit> units, Span<bool> kept)
    {
        var last = -1;
        var spaced = false;
        for (var i = 0; i < units.Length; i++)
        {
            spaced |= i > 0 && units[i - 1].Span.End < units[i].Span.Start;
            if (!kept[i])
            {
                continue;
            }

            if (last >= 0 && last < i - 1 && !spaced && RunTogether(units[last].Span.Of(text), units[i].Span.Of(text)))
            {
                Restore(text, units, last + 1, i, kept);
            }

            last = i;
            spaced = false;
        }
    }

    private static bool RunTogether(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Rune.DecodeLastFromUtf16(left, out var end, out _);
        return Scripts.KindOf(end) is CharacterKind.Letter or CharacterKind.Katakana
            && Scripts.KindOfFirst(right) == Scripts.KindOf(end);
    }

    /// <summary>Keeps the last mark, or the last word if there is none; where tags alone were, the words ran together before.</summary>
    private static void Restore(string text, ReadOnlySpan<SelectableUnit> units, int from, int to, Span<bool> kept)
    {
        var best = -1;
        for (var i = to - 1; i >= from; i--)
        {
            if (units[i].IsTag)
            {
                continue;
            }

            best = best < 0 ? i : best;
            if (Scripts.KindOfFirst(units[i].Span.Of(text)) == CharacterKind.Symbol)
            {
                best = i;
                break;
            }
        }

        if (best >= 0)
        {
            kept[best] = true;
        }
    }
}
