using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>
/// XLM-RoBERTa's tokenizer, with Hugging Face's ids and offsets into the original text: split at white space, normalise, find the
/// likeliest pieces. SentencePieceTokenizer of Microsoft.ML.Tokenizers is not enough: its offsets are into the normalised
/// text, it keeps characters that the rules delete, loses lone surrogates, and rounds (see <see cref="UnigramLattice"/>).
/// </summary>
internal sealed class UnigramTokenizer : IPieceTokenizer
{
    /// <summary>
    /// Longer words (base64, text without spaces) are cut before they are split: memory per step stays bounded, and at worst a
    /// few tokens around each cut differ from what the whole word would give.
    /// </summary>
    private const int MaxPartLength = 1_000;

    private readonly UnigramVocabulary _vocabulary;
    private readonly CharsMapNormalizer _normalizer;
    private readonly WordCache _cache = new();

    public UnigramTokenizer(UnigramVocabulary vocabulary, CharsMap charsMap, SpecialTokenIds specialIds)
    {
        _vocabulary = vocabulary;
        _normalizer = new CharsMapNormalizer(charsMap);
        SpecialIds = specialIds;
    }

    public SpecialTokenIds SpecialIds { get; }

    /// <summary>It stands behind all pieces.</summary>
    public int MaskId => _vocabulary.NextId;

    /// <summary>
    /// Loads a SentencePiece model in XLM-RoBERTa's layout. Ids are Hugging Face's: its <c>&lt;pad&gt;</c>, which the file lacks,
    /// moves all others up by one.
    /// </summary>
    public static UnigramTokenizer Load(string path, SpecialTokenIds specialIds)
    {
        var (vocabulary, charsMap) = SentencePieceModelFile.Read(path, idShift: 1);
        return new UnigramTokenizer(vocabulary, charsMap, specialIds);
    }

    public void Encode(ReadOnlySpan<char> text, List<int> ids, List<TextSpan> offsets)
    {
        var scratch = new Scratch(new AlignedText(), new UnigramLattice(_vocabulary), null);
        for (var word = NextWord(text, 0); !word.IsEmpty; word = NextWord(text, word.End))
        {
            EncodeWord(text[word.Start..word.End], word.Start, scratch, ids, offsets);
        }
    }

    public void EncodePieces(ReadOnlySpan<char> text, List<int> ids, List<string> pieces)
    {
        var scratch = new Scratch(new AlignedText(), new UnigramLattice(_vocabulary), pieces);
        var offsets = new List<TextSpan>();
        for (var word = NextWord(text, 0); !word.IsEmpty; word = NextWord(text, word.End))
        {
            EncodeAnew(text[word.Start..word.End], word.Start, scratch, ids, offsets);
        }
    }

    /// <summary>The next run without white space; empty at the end of the text.</summary>
    private static TextSpan NextWord(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && char.IsWhiteSpace(text[from]))
        {
            from++;
        }

        var end = from;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        return new TextSpan(from, end);
    }

    private void EncodeWord(ReadOnlySpan<char> word, int position, in Scratch scratch, List<int> ids, List<TextSpan> offsets)
    {
        if (word.Length > WordCache.MaxWordLength)
        {
            EncodeAnew(word, position, scratch, ids, offsets);
            return;
        }

        if (_cache.Find(word) is { } known)
        {
            ids.AddRange(known.Ids.AsSpan());
            foreach (var span in known.Offsets)
            {
                offsets.Add(new TextSpan(position + span.Start, position + span.End));
            }

            return;
        }

        var first = ids.Count;
        var firstOffset = offsets.Count;
        EncodeAnew(word, position, scratch, ids, offsets);

        var relative = new TextSpan[offsets.Count - firstOffset];
        for (var i = 0; i < relative.Length; i++)
        {
            var span = offsets[firstOffset + i];
            relative[i] = new TextSpan(span.Start - position, span.End - position);
        }

        _cache.Add(new WordCache.Entry(word.ToString(), [.. ids[first..]], relative));
    }

    private void EncodeAnew(ReadOnlySpan<char> word, int position, in Scratch scratch, List<int> ids, List<TextSpan> offsets)
    {
        var firstOfWord = ids.Count;
        scratch.Text.StartWord();
        while (!word.IsEmpty)
        {
            var length = TextElements.Cut(word, MaxPartLength);
            _normalizer.Append(word[..length], position, scratch.Text);
            EncodeNormalized(scratch, firstOfWord, ids, offsets);

            scratch.Text.ContinueWord();
            word = word[length..];
            position += length;
        }
    }

    /// <summary>Encodes part by part: each begins with <c>▁</c>, save one that goes on with a word that was cut.</summary>
    private void EncodeNormalized(in Scratch scratch, int firstOfWord, List<int> ids, List<TextSpan> offsets)
    {
        var text = scratch.Text;
        var start = 0;
        while (start < text.Length)
        {
            var rest = text.Chars[start..];
            var next = rest[1..].IndexOf(AlignedText.WordStart);
            var part = next < 0 ? rest : rest[..(next + 1)];

            // Unknown characters that follow each other are one unknown token.
            var afterUnknown = part[0] != AlignedText.WordStart && ids.Count > firstOfWord && ids[^1] == SpecialIds.Unk;
            foreach (var piece in scratch.Lattice.Split(part))
            {
                var span = text.Origin(start + piece.Start, start + piece.End);
                var unknown = piece.Id == UnigramLattice.Unknown;
                if (unknown && afterUnknown)
                {
                    offsets[^1] = new TextSpan(offsets[^1].Start, span.End);
                    scratch.Pieces?[^1] += part[piece.Start..piece.End].ToString();
                }
                else
                {
                    ids.Add(unknown ? SpecialIds.Unk : piece.Id);
                    offsets.Add(span);
                    scratch.Pieces?.Add(part[piece.Start..piece.End].ToString());
                }

                afterUnknown = unknown;
            }

            start += part.Length;
        }
    }

    /// <param name="Text">The word, normalised.</param>
    /// <param name="Lattice">Splits it.</param>
    /// <param name="Pieces">Receives the tokens as strings; null where they are not wanted.</param>
    private readonly record struct Scratch(AlignedText Text, UnigramLattice Lattice, List<string>? Pieces);
}
