namespace PromptCompressor.Engine.Tokenization;

/// <summary>The part of Hugging Face's <c>BertNormalizer</c> that differs between checkpoints.</summary>
internal readonly record struct BertNormalization(bool LowerCase, bool StripAccents)
{
    public static BertNormalization Cased => default;

    public static BertNormalization Uncased => new(LowerCase: true, StripAccents: true);
}
