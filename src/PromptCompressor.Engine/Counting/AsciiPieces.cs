using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace PromptCompressor.Engine.Counting;

/// <summary>
/// Counts the tokens of ASCII text: cuts it into the pieces of the encoding's pattern with a few comparisons a character, and remembers how
/// many tokens each piece has. The library's expression costs several times as much, and most of a log, a table or code is ASCII.
/// </summary>
/// <param name="tokenizer">Counts a piece that is new.</param>
/// <param name="isO200k">Whether the pattern is that of o200k_base; else of cl100k_base.</param>
internal sealed class AsciiPieces(TiktokenTokenizer tokenizer, bool isO200k)
{
    /// <summary>Bytes that must be readable behind a text.</summary>
    public const int Padding = 32;

    /// <summary>Pieces that are remembered, some 6 MiB; what is new after that is counted each time.</summary>
    private const int MostKnown = 65_536;

    private static readonly byte[] Classes = [.. Enumerable.Range(0, 128).Select(c => (byte)ClassOf((char)c))];

    private readonly ConcurrentDictionary<Key, int> _known = new();
    private int _new;

    private enum Class : byte
    {
        Upper,
        Lower,
        Digit,
        LineEnd,
        Blank,
        Symbol,
    }

    /// <param name="padded">ASCII, with <see cref="Padding"/> bytes behind it.</param>
    /// <param name="length">The length of the text.</param>
    public int Count(ReadOnlySpan<byte> padded, int length)
    {
        var text = padded[..length];
        var count = 0;
        for (var at = 0; at < length;)
        {
            var end = PieceEnd(text, at);

            // Every single byte and every number of up to three digits is a token.
            count += end - at == 1 || Of(text[at]) == Class.Digit ? 1 : TokensOf(padded, at, end - at);
            at = end;
        }

        return count;
    }

    private static Class Of(byte c) => (Class)Classes[c];

    private static Class ClassOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => Class.Upper,
        >= 'a' and <= 'z' => Class.Lower,
        >= '0' and <= '9' => Class.Digit,
        '\r' or '\n' => Class.LineEnd,
        _ => char.IsWhiteSpace(c) ? Class.Blank : Class.Symbol,
    };

    private int PieceEnd(ReadOnlySpan<byte> text, int at)
    {
        var next = at + 1 < text.Length ? Of(text[at + 1]) : Class.Digit;
        switch (Of(text[at]))
        {
            case Class.Upper or Class.Lower:
                return WordEnd(text, at);
            case Class.Digit:
                return next != Class.Digit || at + 1 == text.Length ? at + 1 : at + 2 < text.Length && Of(text[at + 2]) == Class.Digit ? at + 3 : at + 2;
            case Class.Symbol when !isO200k && text[at] == '\'' && ContractionEnd(text, at) is var contraction && contraction > at:
                return contraction;
            case Class.Symbol or Class.Blank when next is Class.Upper or Class.Lower:
                return WordEnd(text, at + 1);
            case Class.Symbol:
                return SymbolsEnd(text, at);
            case Class.Blank when next == Class.Symbol && text[at] == ' ':
                return SymbolsEnd(text, at + 1);
            default:
                return BlanksEnd(text, at);
        }
    }

    private int WordEnd(ReadOnlySpan<byte> text, int at)
    {
        if (!isO200k)
        {
            while (at < text.Length && Of(text[at]) <= Class.Lower)
            {
                at++;
            }

            return at;
        }

        while (at < text.Length && Of(text[at]) == Class.Upper)
        {
            at++;
        }

        while (at < text.Length && Of(text[at]) == Class.Lower)
        {
            at++;
        }

        return at < text.Length && text[at] == '\'' ? ContractionEnd(text, at) : at;
    }

    /// <summary>The place behind <c>'s</c>, <c>'re</c> and the like; the place itself where none begins.</summary>
    private static int ContractionEnd(ReadOnlySpan<byte> text, int at)
    {
        var first = at + 1 < text.Length ? (char)(text[at + 1] | 0x20) : ' ';
        var second = at + 2 < text.Length ? (char)(text[at + 2] | 0x20) : ' ';
        return first is 's' or 't' or 'm' or 'd' ? at + 2 : (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? at + 3 : at;
    }

    private int SymbolsEnd(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && Of(text[at]) == Class.Symbol)
        {
            at++;
        }

        while (at < text.Length && (Of(text[at]) == Class.LineEnd || (isO200k && text[at] == '/')))
        {
            at++;
        }

        return at;
    }

    /// <summary>A run up to its last line end; without one, all but the blank that belongs to what follows.</summary>
    private int BlanksEnd(ReadOnlySpan<byte> text, int at)
    {
        var lastFeed = -1;
        var end = at;
        for (; end < text.Length && Of(text[end]) is Class.LineEnd or Class.Blank; end++)
        {
            lastFeed = Of(text[end]) == Class.LineEnd ? end : lastFeed;
        }

        return end == text.Length && !isO200k ? end
            : lastFeed >= 0 ? lastFeed + 1
            : end == text.Length || end == at + 1 ? end : end - 1;
    }

    private int TokensOf(ReadOnlySpan<byte> padded, int at, int length)
    {
        if (length > Padding)
        {
            return CountNew(padded.Slice(at, length));
        }

        var key = Key.Of(padded[at..], length);
        if (!_known.TryGetValue(key, out var count))
        {
            count = CountNew(padded.Slice(at, length));
            if (Volatile.Read(ref _new) < MostKnown && Interlocked.Increment(ref _new) <= MostKnown)
            {
                _known[key] = count;
            }
        }

        return count;
    }

    private int CountNew(ReadOnlySpan<byte> piece) => tokenizer.CountTokens(Encoding.ASCII.GetString(piece));

    /// <summary>A piece of at most 32 bytes: they themselves, with zeros behind them.</summary>
    private readonly record struct Key(ulong First, ulong Second, ulong Third, ulong Fourth, int Length)
    {
        public static Key Of(ReadOnlySpan<byte> bytes, int length)
        {
            var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Padding]);
            return length <= 8
                ? new(words[0] & Mask(length), 0, 0, 0, length)
                : new(words[0], words[1] & Mask(length - 8), words[2] & Mask(length - 16), words[3] & Mask(length - 24), length);
        }

        public override int GetHashCode()
        {
            var hash = (First ^ (ulong)Length) * 0x9E3779B97F4A7C15;
            hash = Length <= 8 ? hash : (((((hash ^ Second) * 0x9E3779B97F4A7C15) ^ Third) * 0x9E3779B97F4A7C15) ^ Fourth) * 0x9E3779B97F4A7C15;
            return (int)(hash >> 32);
        }

        private static ulong Mask(int length) => length <= 0 ? 0 : length >= 8 ? ulong.MaxValue : (1UL << (length * 8)) - 1;
    }
}
