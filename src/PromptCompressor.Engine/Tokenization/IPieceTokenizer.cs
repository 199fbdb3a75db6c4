namespace PromptCompressor.Engine.Tokenization;

/// <summary>The tokenizer of an encoder: it has the tokens that frame a sequence, and gives tokens as strings to callers that take text apart and put it together again.</summary>
internal interface IPieceTokenizer : IOffsetTokenizer
{
    SpecialTokenIds SpecialIds { get; }

    /// <summary>Id of the mask token.</summary>
    int MaskId { get; }

    /// <summary>
    /// As <see cref="IOffsetTokenizer.Encode"/>, but with what Hugging Face's <c>tokenize</c> gives: pieces of the normalised
    /// text. What the vocabulary lacks keeps its characters in a Unigram piece and is <c>[UNK]</c> in a WordPiece one.
    /// </summary>
    void EncodePieces(ReadOnlySpan<char> text, List<int> ids, List<string> pieces);
}
