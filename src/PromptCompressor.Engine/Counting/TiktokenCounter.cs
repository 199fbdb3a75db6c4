using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Counting;

/// <summary>Counts with one of OpenAI's encodings, line by line where that makes no difference.</summary>
/// <param name="name">The name of the encoding.</param>
/// <param name="isExact">Whether it is the encoding of the LLM.</param>
/// <param name="tokenizer">Counts what is not ASCII.</param>
/// <param name="ascii">Counts all else, much faster.</param>
internal sealed class TiktokenCounter(string name, bool isExact, TiktokenTokenizer tokenizer, AsciiPieces ascii) : ITokenCounter
{
    /// <summary>
    /// The library's merge step is quadratic in the length of a piece, and a run of one kind of character is one piece:
    /// 100,000 equal letters take seconds. Longer runs are counted in parts, which may count a few tokens too many or too few at each cut; no word of a language is that long.
    /// </summary>
    internal const int MaxRun = 256;

    private enum Kind
    {
        None,
        WhiteSpace,
        Letter,
        Digit,
        Symbol,
    }

    public string Name => name;

    public bool IsExact => isExact;

    public int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var length = TokenParts.Length(text);
            count += length <= MaxRun ? CountPart(text[..length]) : CountRuns(text[..length]);
            text = text[length..];
        }

        return count;
    }

    private int CountRuns(ReadOnlySpan<char> text)
    {
        var count = 0;
        var start = 0;
        var runStart = 0;
        var run = Kind.None;
        for (var i = 0; i < text.Length; i++)
        {
            var kind = KindOf(text[i], run);
            if (kind != run)
            {
                run = kind;
                runStart = i;
            }
            else if (i - runStart >= MaxRun && !char.IsSurrogatePair(text[i - 1], text[i]))
            {
                count += CountPart(text[start..i]);
                start = runStart = i;
            }
        }

        return count + CountPart(text[start..]);
    }

    private int CountPart(ReadOnlySpan<char> text)
    {
        // What the library takes for a special token begins like this.
        if (text.Contains("<|", StringComparison.Ordinal))
        {
            return tokenizer.CountTokens(text);
        }

        byte[]? rented = null;
        var bytes = text.Length <= MaxRun ? stackalloc byte[MaxRun + AsciiPieces.Padding] : rented = ArrayPool<byte>.Shared.Rent(text.Length + AsciiPieces.Padding);
        try
        {
            return Ascii.FromUtf16(text, bytes, out var written) == OperationStatus.Done ? ascii.Count(bytes, written) : tokenizer.CountTokens(text);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }
    }

    /// <summary>What the encodings' patterns never have in one piece are two kinds; what they have with more than one kind goes on with the run it is in.</summary>
    private static Kind KindOf(char c, Kind run) => c switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' => Kind.Letter,
        >= '0' and <= '9' => Kind.Digit,
        ' ' => Kind.WhiteSpace,
        > ' ' and < '\x7F' => Kind.Symbol,
        _ => KindOfOther(c, run),
    };

    private static Kind KindOfOther(char c, Kind run) => char.GetUnicodeCategory(c) switch
    {
        _ when c is '\r' or '\n' && run == Kind.Symbol => run,
        _ when char.IsWhiteSpace(c) => Kind.WhiteSpace,
        _ when char.IsLetter(c) => Kind.Letter,
        UnicodeCategory.DecimalDigitNumber => Kind.Digit,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark when run is Kind.Letter or Kind.Symbol => run,

        // Halves of surrogate pairs too: the library's patterns see code units.
        _ => Kind.Symbol,
    };
}
