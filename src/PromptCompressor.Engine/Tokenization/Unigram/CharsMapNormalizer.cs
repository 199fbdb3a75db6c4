using System.Buffers;
using System.Text;
using System.Text.Unicode;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>
/// Applies a <see cref="CharsMap"/> as Hugging Face's <c>Precompiled</c> normaliser does: a text element of fewer than six UTF-8
/// bytes is looked up whole, and otherwise code point by code point. Because the replacing is done here, each
/// normalised char knows exactly which original chars it stands for; the library reports positions in the normalised text only.
/// </summary>
internal sealed class CharsMapNormalizer(CharsMap map)
{
    private const int MaxElementBytes = 5;

    /// <summary>Appends <paramref name="text"/>, which stands at <paramref name="position"/> in the original.</summary>
    public void Append(ReadOnlySpan<char> text, int position, AlignedText target)
    {
        Span<byte> utf8 = stackalloc byte[MaxElementBytes];
        while (!text.IsEmpty)
        {
            var length = TextElements.NextLength(text);
            var element = text[..length];
            if (Utf8.FromUtf16(element, utf8, out _, out var bytes) == OperationStatus.Done &&
                map.TryFind(utf8[..bytes], out var replacement))
            {
                target.Append(replacement, new TextSpan(position, position + length));
            }
            else
            {
                AppendRunes(element, position, target);
            }

            text = text[length..];
            position += length;
        }
    }

    private void AppendRunes(ReadOnlySpan<char> element, int position, AlignedText target)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!element.IsEmpty)
        {
            // A lone surrogate comes out as U+FFFD, which is what it would be in any UTF-8 that the model has seen.
            Rune.DecodeFromUtf16(element, out var rune, out var length);
            var origin = new TextSpan(position, position + length);
            if (map.TryFind(utf8[..rune.EncodeToUtf8(utf8)], out var replacement))
            {
                target.Append(replacement, origin);
            }
            else
            {
                target.Append(rune, origin);
            }

            element = element[length..];
            position += length;
        }
    }
}
