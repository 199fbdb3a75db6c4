namespace PromptCompressor.Core.Compression;

/// <summary>Names of the kinds of compressor that come with this program; metrics and spans have them as the tag <c>compressor</c>.</summary>
public static class CompressorNames
{
    /// <summary>Keeps the words that the model finds most probable; the output is made of slices of the input.</summary>
    public const string Extractive = "extractive";

    /// <summary>LLMLingua-2 as its Python library runs it.</summary>
    public const string Llmlingua = "llmlingua";

    /// <summary>Structure by its records, words in prose alone.</summary>
    public const string Content = "content";

    /// <summary>Embeddings in place of text. Not an <see cref="IPromptCompressor"/>, since its result is no text; measured in the same way.</summary>
    public const string Soft = "soft";
}
