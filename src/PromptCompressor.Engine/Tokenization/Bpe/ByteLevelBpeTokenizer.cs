using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>
/// Byte-level BPE as GPT-2, SmolLM2 and their like have it. Microsoft.ML.Tokenizers' own is quadratic in the length of a word and
/// refuses lone surrogates; here they are U+FFFD, as they would be in UTF-8.
/// </summary>
internal sealed class ByteLevelBpeTokenizer(BpeVocabulary vocabulary, IReadOnlyDictionary<string, int> specialTokens) : IOffsetTokenizer
{
    /// <summary>
    /// Longer words are merged in parts, which bounds memory and may give a token too many at each cut. No word of a language, nor base64
    /// of a page, is that long.
    /// </summary>
    internal const int MaxWordBytes = 1 << 16;

    private readonly WordCache _words = new();

    /// <summary>Ids of the tokens that frame texts, by name. In a text their names are plain text.</summary>
    public IReadOnlyDictionary<string, int> SpecialTokens => specialTokens;

    public void Encode(ReadOnlySpan<char> text, List<int> ids, List<TextSpan> offsets)
    {
        var word = new BpeWord(vocabulary);
        for (var start = 0; start < text.Length;)
        {
            var end = Gpt2Words.EndOf(text, start);
            if (end - start > WordCache.MaxWordLength)
            {
                Merge(text[start..end], start, word, ids, offsets);
            }
            else
            {
                var entry = Remember(text[start..end], word);
                ids.AddRange(entry.Ids);
                foreach (var span in entry.Offsets)
                {
                    offsets.Add(new TextSpan(start + span.Start, start + span.End));
                }
            }

            start = end;
        }
    }

    private WordCache.Entry Remember(ReadOnlySpan<char> text, BpeWord word)
    {
        if (_words.Find(text) is { } known)
        {
            return known;
        }

        var (ids, offsets) = (new List<int>(), new List<TextSpan>());
        Merge(text, 0, word, ids, offsets);
        var entry = new WordCache.Entry(text.ToString(), [.. ids], [.. offsets]);
        _words.Add(entry);
        return entry;
    }

    private static void Merge(ReadOnlySpan<char> text, int origin, BpeWord word, List<int> ids, List<TextSpan> offsets)
    {
        Span<byte> utf8 = stackalloc byte[4];
        word.Clear();
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf16(text, out var rune, out var length);
            foreach (var b in utf8[..rune.EncodeToUtf8(utf8)])
            {
                word.Add(b, new TextSpan(origin, origin + length));
            }

            text = text[length..];
            origin += length;
            if (word.Count >= MaxWordBytes)
            {
                word.WriteTo(ids, offsets);
                word.Clear();
            }
        }

        word.WriteTo(ids, offsets);
    }
}
