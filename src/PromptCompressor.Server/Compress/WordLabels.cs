using PromptCompressor.Core.Compression;

namespace PromptCompressor.Server.Compress;

internal static class WordLabels
{
    public static IReadOnlyList<WordLabel> Of(CompressedText text)
    {
        if (text.Words.Count > 0)
        {
            return [.. text.Words.Select(Of)];
        }

        return text.Source.Length == 0 ? [] : [new WordLabel { Start = 0, End = text.Source.Length, Label = 1, Probability = null, Rule = null }];
    }

    private static WordLabel Of(WordDecision word) => new()
    {
        Start = word.Unit.Span.Start,
        End = word.Unit.Span.End,
        Label = word.Kept ? 1 : 0,
        Probability = Math.Round(word.Unit.Probability, 4),
        Rule = word.Unit.Rule,
    };
}
