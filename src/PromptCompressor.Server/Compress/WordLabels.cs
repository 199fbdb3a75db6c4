using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Compress;

internal static class WordLabels
{
    public static IReadOnlyList<WordLabel> Of(CompressedText text) => text.Words is { Count: > 0 } words ? [.. words.Select(Of)] : Unread(text);

    private static WordLabel Of(WordDecision word) => new()
    {
        Start = word.Unit.Span.Start,
        End = word.Unit.Span.End,
        Label = word.Kept ? 1 : 0,
        Probability = word.IsStructure ? null : Math.Round(word.Unit.Probability, 4),
        Rule = word.Unit.Rule,
    };

    /// <summary>All of it is in the output but for tags, and for white space that is all there is of a text.</summary>
    private static List<WordLabel> Unread(CompressedText text)
    {
        var labels = new List<WordLabel>();
        var end = 0;
        foreach (var slice in text.Slices ?? [])
        {
            AddTags(end, slice.Start);
            labels.Add(new WordLabel { Start = slice.Start, End = slice.End, Label = 1, Probability = null, Rule = null });
            end = slice.End;
        }

        AddTags(end, text.Source.Length);
        return labels;

        void AddTags(int from, int to)
        {
            if (!text.Source.AsSpan(from, to - from).IsWhiteSpace())
            {
                labels.Add(new WordLabel { Start = from, End = to, Label = 0, Probability = null, Rule = LlmlinguaTags.TagRule });
            }
        }
    }
}
