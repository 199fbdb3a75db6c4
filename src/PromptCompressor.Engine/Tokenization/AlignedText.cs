using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>
/// Normalised text of one word in SentencePiece's spelling (<c>▁</c> before each word) where each char knows the part of
/// the original it came from. Grown and reused within one call, never shared.
/// </summary>
internal sealed class AlignedText
{
    public const char WordStart = '\u2581';

    private char[] _chars = new char[256];
    private TextSpan[] _origins = new TextSpan[256];
    private bool _wordStarts;

    public int Length { get; private set; }

    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, Length);

    /// <summary>Empties the text; what is appended next begins a word.</summary>
    public void StartWord()
    {
        Length = 0;
        _wordStarts = true;
    }

    /// <summary>Empties the text; what is appended next goes on with the same word.</summary>
    public void ContinueWord() => Length = 0;

    /// <summary>The part of the original behind the chars from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public TextSpan Origin(int start, int end) => new(_origins[start].Start, _origins[end - 1].End);

    public void Append(ReadOnlySpan<byte> utf8, TextSpan origin)
    {
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            Append(rune, origin);
            utf8 = utf8[length..];
        }
    }

    public void Append(Rune rune, TextSpan origin)
    {
        // Normalisation can make white space of what was none (zero-width space, the spacing accents): a new word.
        if (Rune.IsWhiteSpace(rune))
        {
            _wordStarts = true;
            return;
        }

        if (_wordStarts && rune.Value != WordStart)
        {
            Append(WordStart, new TextSpan(origin.Start, origin.Start));
        }

        _wordStarts = false;
        Span<char> utf16 = stackalloc char[2];
        foreach (var c in utf16[..rune.EncodeToUtf16(utf16)])
        {
            Append(c, origin);
        }
    }

    private void Append(char c, TextSpan origin)
    {
        if (Length == _chars.Length)
        {
            Array.Resize(ref _chars, Length * 2);
            Array.Resize(ref _origins, Length * 2);
        }

        (_chars[Length], _origins[Length]) = (c, origin);
        Length++;
    }
}
