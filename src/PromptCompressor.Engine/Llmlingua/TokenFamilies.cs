using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>Which family of tokenizers a model's belongs to.</summary>
internal static class TokenFamilies
{
    /// <param name="model">Its id.</param>
    /// <param name="tokenizerKind">As the model's manifest names it.</param>
    /// <exception cref="ModelLoadException">It is not known how such a tokenizer writes words.</exception>
    public static ITokenFamily Of(string model, string tokenizerKind) => tokenizerKind switch
    {
        TokenizerLoader.XlmrUnigram => new XlmrFamily(),
        TokenizerLoader.WordPiece => new BertFamily(),
        _ => throw new ModelLoadException(
            $"The model '{model}' cannot be served: its tokenizer.kind is '{tokenizerKind}', and LLMLingua-2 can tell words apart only in tokens of the kinds {TokenizerLoader.XlmrUnigram} and {TokenizerLoader.WordPiece}."),
    };
}
