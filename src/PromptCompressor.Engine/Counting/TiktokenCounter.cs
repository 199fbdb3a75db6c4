using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Counting;

/// <summary>Counts with one of OpenAI's encodings.</summary>
internal sealed class TiktokenCounter(string name, bool isExact, TiktokenTokenizer tokenizer) : ITokenCounter
{
    /// <summary>
    /// The library's merge step is quadratic in the length of a piece, and a run of one kind of character is one piece:
    /// 100,000 equal letters take seconds. Longer runs are counted in parts, which may count a few tokens too many or too few at each cut; no word of a language is that long.
    /// </summary>
    internal const int MaxRun = 256;

    public string Name => name;

    public bool IsExact => isExact;

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var start = 0;
        var runStart = 0;
        var runKind = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = KindOf(text[i]);
            if (kind != runKind)
            {
                runKind = kind;
                runStart = i;
            }
            else if (i - runStart >= MaxRun && !char.IsLowSurrogate(text[i]))
            {
                count += tokenizer.CountTokens(text[start..i]);
                start = runStart = i;
            }
        }

        return count + tokenizer.CountTokens(text[start..]);
    }

    private static int KindOf(char c) => char.IsLetter(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark ? 0
        : char.IsWhiteSpace(c) ? 1
        : char.IsDigit(c) ? 2
        : 3;
}
