using System.Globalization;
using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>
/// BERT's tokenizer, cased and uncased. Microsoft.ML.Tokenizers has one, but it deletes line breaks and symbols and gives offsets
/// into the normalised text; this one gives Hugging Face's ids and offsets into the original, in one pass and without allocating.
/// </summary>
internal sealed class WordPieceTokenizer : IPieceTokenizer
{
    private readonly WordPieceVocabulary _vocabulary;

    /// <summary>Null where accents are kept.</summary>
    private readonly CanonicalDecomposition? _decomposition;

    public WordPieceTokenizer(WordPieceVocabulary vocabulary, BertNormalization normalization)
    {
        _vocabulary = vocabulary;
        LowerCase = normalization.LowerCase;
        _decomposition = normalization.StripAccents ? new CanonicalDecomposition() : null;
    }

    public bool LowerCase { get; }

    public SpecialTokenIds SpecialIds => _vocabulary.SpecialIds;

    public int MaskId => _vocabulary.TryFind("[MASK]", continues: false, out var id) ? id : SpecialIds.Unk;

    public void Encode(ReadOnlySpan<char> text, List<int> ids, List<TextSpan> offsets) =>
        Encode(text, new TokenLists(ids, offsets, null));

    public void EncodePieces(ReadOnlySpan<char> text, List<int> ids, List<string> pieces) =>
        Encode(text, new TokenLists(ids, [], pieces));

    private void Encode(ReadOnlySpan<char> text, TokenLists tokens)
    {
        var word = new WordPieceWord(stackalloc char[WordPieceWord.Capacity], stackalloc TextSpan[WordPieceWord.Capacity]);
        var position = 0;
        while (position < text.Length)
        {
            Rune.DecodeFromUtf16(text[position..], out var rune, out var length);
            var origin = new TextSpan(position, position + length);
            position += length;

            if (BertCharacters.IsDropped(rune))
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                EndWord(ref word, tokens);
                continue;
            }

            var alone = BertCharacters.IsCjk(rune);
            if (_decomposition is null)
            {
                Add(ref word, rune, origin, alone, tokens);
            }
            else
            {
                AddWithoutAccents(ref word, rune, _decomposition.Of(rune), origin, alone, tokens);
            }
        }

        EndWord(ref word, tokens);
    }

    private void AddWithoutAccents(
        ref WordPieceWord word, Rune rune, string decomposed, TextSpan origin, bool alone, TokenLists tokens)
    {
        if (decomposed.Length == 0)
        {
            AddUnlessAccent(ref word, rune);
            return;
        }

        foreach (var part in decomposed.EnumerateRunes())
        {
            AddUnlessAccent(ref word, part);
        }

        void AddUnlessAccent(ref WordPieceWord word, Rune part)
        {
            if (Rune.GetUnicodeCategory(part) != UnicodeCategory.NonSpacingMark)
            {
                Add(ref word, part, origin, alone, tokens);
            }
        }
    }

    private void Add(ref WordPieceWord word, Rune rune, TextSpan origin, bool alone, TokenLists tokens)
    {
        // By category after decomposition: the Greek question mark becomes a semicolon, "not equal" an equals sign.
        alone |= BertCharacters.IsPunctuation(rune);
        if (alone)
        {
            EndWord(ref word, tokens);
        }

        if (LowerCase && rune.Value == 'İ')
        {
            // The one letter whose lower case is two code points.
            word.Add(new Rune('i'), origin);
            word.Add(new Rune('\u0307'), origin);
        }
        else
        {
            word.Add(LowerCase ? Rune.ToLowerInvariant(rune) : rune, origin);
        }

        if (alone)
        {
            EndWord(ref word, tokens);
        }
    }

    /// <summary>Takes the longest piece that fits, again and again; if none does, all of the word is one unknown token.</summary>
    private void EndWord(ref WordPieceWord word, TokenLists tokens)
    {
        if (word.IsEmpty)
        {
            return;
        }

        var first = tokens.Count;
        var chars = word.Chars;
        var start = word.IsTooLong ? -1 : 0;
        while (start >= 0 && start < chars.Length)
        {
            var end = Math.Min(chars.Length, start + _vocabulary.LongestPiece);
            var id = 0;
            while (end > start && !_vocabulary.TryFind(chars[start..end], start > 0, out id))
            {
                end--;
            }

            if (end == start)
            {
                start = -1;
                break;
            }

            tokens.Add(id, word.Origin(start, end), start > 0 ? WordPieceVocabulary.ContinuingPrefix : "", chars[start..end]);
            start = end;
        }

        if (start < 0)
        {
            tokens.CutTo(first);
            tokens.Add(SpecialIds.Unk, word.Span, "", WordPieceVocabulary.Unknown);
        }

        word.Clear();
    }
}

/// <summary>The part of Hugging Face's <c>BertNormalizer</c> that differs between checkpoints.</summary>
internal readonly record struct BertNormalization(bool LowerCase, bool StripAccents)
{
    public static BertNormalization Cased => default;

    public static BertNormalization Uncased => new(LowerCase: true, StripAccents: true);
}
