using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Segments and words leave out nothing but white space; soft segments are short.</summary>
internal static class SegmentChecks
{
    private const int SoftTokens = 20;

    private static readonly SoftSegmenter Soft = new(Tokenizers.SmolLm2, SoftTokens);

    public static void Check(string text, HashSet<string> outcomes)
    {
        var segmented = SegmentedText.Of(text);
        CheckCover("segments", text, segmented.Segments);
        CheckCover("words", text, segmented.Words);
        for (var i = 0; i < segmented.Segments.Count; i++)
        {
            var weight = TextWeight.Of(segmented.Segments[i].Of(text));
            FuzzException.Unless(weight <= (Segmenter.MaxTokens + 1) * TextWeight.PerToken, $"a segment weighs {weight}");
            FuzzException.Unless(segmented.WordsOf(i).Count > 0, "a segment has no word");
        }

        outcomes.Add($"segments: {Math.Min(segmented.Segments.Count, 6)}");
        CheckSoft(text);
        CheckTags(text, outcomes);
    }

    private static void CheckCover(string name, string text, IReadOnlyList<TextSpan> spans)
    {
        var end = 0;
        foreach (var span in spans)
        {
            FuzzException.Unless(span.Start >= end && span.End > span.Start && span.End <= text.Length, $"{name} do not rise: {span} after {end}");
            FuzzException.Unless(string.IsNullOrWhiteSpace(text[end..span.Start]), $"{name} leave out text before {span}");
            FuzzException.Unless(!char.IsWhiteSpace(text[span.Start]) && !char.IsWhiteSpace(text[span.End - 1]), $"{name} begin or end with white space at {span}");
            end = span.End;
        }

        FuzzException.Unless(string.IsNullOrWhiteSpace(text[end..]), $"{name} leave out the end");
    }

    private static void CheckSoft(string text)
    {
        var end = 0;
        foreach (var piece in SentencePieces.Of(text))
        {
            FuzzException.Unless(piece.Start == end && piece.End > end, $"sentences have a gap at {end}");
            end = piece.End;
        }

        FuzzException.Unless(end == text.Length, "sentences leave out the end");
        end = 0;
        foreach (var segment in Soft.Split(0, text, []))
        {
            FuzzException.Unless(segment.Ids.Length is > 0 and <= SoftTokens, $"a soft segment has {segment.Ids.Length} tokens");
            FuzzException.Unless(segment.Span.End >= end && segment.Span.End <= text.Length, $"soft segments do not rise at {segment.Span}");
            end = segment.Span.End;
        }
    }

    private static void CheckTags(string text, HashSet<string> outcomes)
    {
        var error = LlmlinguaTags.Read(text, out var parts);
        FuzzException.Unless(error is null || parts is null, "a text with wrong tags has parts");
        outcomes.Add(error is null ? $"tags: {Math.Min(parts?.Count ?? 0, 5)} parts" : "tags: " + new string([.. error.Where(c => !char.IsAsciiDigit(c))]));
        if (parts is null)
        {
            return;
        }

        var end = 0;
        foreach (var part in parts)
        {
            FuzzException.Unless(part.Span.Start >= end && !part.Span.IsEmpty, $"parts do not rise at {part.Span}");
            FuzzException.Unless(IsTags(text[end..part.Span.Start]), $"something else than tags stands before {part.Span}");
            end = part.Span.End;
        }

        FuzzException.Unless(IsTags(text[end..]), "something else than tags stands at the end");
    }

    private static bool IsTags(string between) => between.Length == 0 || (between.StartsWith('<') && between.EndsWith('>') && between.Contains("llmlingua", StringComparison.OrdinalIgnoreCase));
}
