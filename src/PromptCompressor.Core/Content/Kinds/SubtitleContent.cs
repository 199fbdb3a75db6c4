using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Subtitles by whole cues. Which of them matter no sign tells, so passages from all over the film or the talk stay, and what is asked for.</summary>
internal static class SubtitleContent
{
    /// <summary>Cues that stay together, as few words are said in one.</summary>
    private const int Passage = 6;

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        if (lines.Count == 0 || SubtitleText.Of(text, lines, 0) is not { } subtitles)
        {
            return null;
        }

        var cues = subtitles.Cues;
        var records = new List<LineRecord>();
        AddRequired(0, cues[0].First);
        for (var i = 0; i < cues.Count; i++)
        {
            var (first, end) = cues[i];
            var relevance = RecordScores.OfRelevance(options.RelevanceOf(text.AsSpan(lines[first].Start..lines[end - 1].End)));

            // What follows the last cue may be of it.
            records.Add(new LineRecord(first, end) { Unit = LineUnit.Cue, Counted = 1, Score = Math.Max(relevance, i == 0 ? RecordScores.FirstOrLast : Spread(i / Passage)), Required = i == cues.Count - 1 });
        }

        AddRequired(cues[^1].End, lines.Count);
        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "cues", Comment = ("", TextLines.EndOf(text)) };

        void AddRequired(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                records.Add(new LineRecord(i, i + 1) { Required = true });
            }
        }
    }

    /// <summary>A score for each passage, such that those above any limit lie evenly: the bits of its number, read backwards.</summary>
    private static double Spread(int passage)
    {
        var place = 0.0;
        for (var half = 0.5; passage > 0; passage >>= 1, half /= 2)
        {
            place += (passage & 1) * half;
        }

        return RecordScores.Ordinary * (2 - place);
    }
}
