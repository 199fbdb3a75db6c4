using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Explain;

/// <summary>Which words of a text the model has judged.</summary>
internal static class ScoredWords
{
    public static bool[] Of(IReadOnlyList<WordDecision> words, TextExplanation? explanation)
    {
        var scored = new bool[words.Count];
        var segments = explanation?.Segments ?? [];
        var segment = 0;
        for (var i = 0; i < scored.Length; i++)
        {
            var unit = words[i].Unit.Span;
            while (segment < segments.Count - 1 && segments[segment].Span.End <= unit.Start)
            {
                segment++;
            }

            scored[i] = IsScored(unit, segments, segment);
        }

        return scored;
    }

    /// <summary>Whether any segment under a unit has scores; tags are between segments.</summary>
    private static bool IsScored(TextSpan unit, IReadOnlyList<SegmentTrace> segments, int from)
    {
        for (var i = from; i < segments.Count && segments[i].Span.Start < unit.End; i++)
        {
            if (segments[i].Origin != ValueSource.NotNeeded && segments[i].Span.Overlaps(unit))
            {
                return true;
            }
        }

        return false;
    }
}
