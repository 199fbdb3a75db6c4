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

/// <summary>Ids that frame, separate, pad and stand in for content tokens in a model's input.</summary>
public readonly record struct SpecialTokenIds(int Cls, int Sep, int Pad, int Unk)
{
    /// <summary>The layout of XLM-RoBERTa, which came from fairseq.</summary>
    public static SpecialTokenIds XlmRoberta { get; } = new(Cls: 0, Sep: 2, Pad: 1, Unk: 3);
}
