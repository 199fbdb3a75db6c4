using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>The word being gathered: its normalised chars and where each came from. Lives on the caller's stack.</summary>
internal ref struct WordPieceWord(Span<char> chars, Span<TextSpan> origins)
{
    /// <summary>A longer word is unknown as a whole, so no more of it need be kept.</summary>
    public const int MaxCodePoints = 100;

    /// <summary>Chars that callers give room for.</summary>
    public const int Capacity = MaxCodePoints * 2;

    private readonly Span<char> _chars = chars;
    private readonly Span<TextSpan> _origins = origins;
    private int _length;
    private int _codePoints;

    public readonly bool IsEmpty => _codePoints == 0;

    public readonly bool IsTooLong => _codePoints > MaxCodePoints;

    public readonly ReadOnlySpan<char> Chars => _chars[.._length];

    /// <summary>From the first kept character to the last.</summary>
    public TextSpan Span { get; private set; }

    public readonly TextSpan Origin(int start, int end) => new(_origins[start].Start, _origins[end - 1].End);

    public void Clear() => (_length, _codePoints) = (0, 0);

    public void Add(Rune rune, TextSpan origin)
    {
        Span = new TextSpan(IsEmpty ? origin.Start : Span.Start, origin.End);
        if (++_codePoints > MaxCodePoints)
        {
            return;
        }

        var written = rune.EncodeToUtf16(_chars[_length..]);
        _origins.Slice(_length, written).Fill(origin);
        _length += written;
    }
}
