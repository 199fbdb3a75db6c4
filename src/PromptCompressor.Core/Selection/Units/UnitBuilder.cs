using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Selection.Units;

/// <summary>Merges scored words and protected spans into units.</summary>
internal static class UnitBuilder
{
    /// <param name="words">Disjoint, in order.</param>
    /// <param name="scores">One for each word.</param>
    /// <param name="protectedSpans">Disjoint, in order.</param>
    /// <remarks>
    /// A protected unit scores as its best word: the rest of a number or name is worth as much as its most telling part.
    /// Words are never cut: one that a protected span touches joins it whole.
    /// </remarks>
    public static SelectableUnit[] Build(IReadOnlyList<TextSpan> words, ReadOnlySpan<Score> scores, IReadOnlyList<ProtectedSpan> protectedSpans)
    {
        var units = new List<SelectableUnit>(words.Count);
        var next = 0;
        for (var i = 0; i < words.Count;)
        {
            while (next < protectedSpans.Count && protectedSpans[next].Span.End <= words[i].Start)
            {
                next++;
            }

            var unit = new SelectableUnit(words[i], scores[i], false, null);
            i++;
            // A word may touch several spans, and a span several words: grow until neither adds anything.
            for (var grown = true; grown;)
            {
                grown = false;
                while (next < protectedSpans.Count && protectedSpans[next].Span.Overlaps(unit.Span))
                {
                    var found = protectedSpans[next++];
                    var isFixed = unit.IsFixed || found.Kind == ProtectionKind.Always;
                    unit = unit with { IsFixed = isFixed, Rule = unit.Rule is null || isFixed != unit.IsFixed ? found.Rule : unit.Rule };
                    while (i < words.Count && words[i].Overlaps(found.Span))
                    {
                        unit = unit with { Span = new TextSpan(unit.Span.Start, words[i].End), Score = Score.Max(unit.Score, scores[i]) };
                        i++;
                        grown = true;
                    }
                }
            }

            units.Add(unit);
        }

        return [.. units];
    }
}
