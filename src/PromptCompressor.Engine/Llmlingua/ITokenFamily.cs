using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>How a family of tokenizers writes words as tokens. The library tells them apart by the model's name, this program by its tokenizer.</summary>
internal interface ITokenFamily
{
    /// <summary>The names of start, end, padding, unknown and mask. Such tokens are never part of a word.</summary>
    (string Cls, string Sep, string Pad, string Unk, string Mask) SpecialTokens { get; }

    /// <summary>The library's <c>is_begin_of_new_word</c>.</summary>
    bool StartsWord(string token, ForceTokenMap force);

    /// <summary>The library's <c>get_pure_token</c>.</summary>
    string Pure(string token);

    /// <summary>The word as it stands among the labels.</summary>
    string Label(string word);

    /// <summary>The tokenizer's <c>convert_tokens_to_string</c>.</summary>
    string Join(IEnumerable<string> tokens);
}

/// <summary>Which family of tokenizers a model's belongs to.</summary>
internal static class TokenFamilies
{
    /// <param name="model">Its id.</param>
    /// <param name="tokenizerKind">The tokenizer kind as the model's manifest names it.</param>
    /// <exception cref="ModelLoadException">It is not known how such a tokenizer writes words.</exception>
    public static ITokenFamily Of(string model, string tokenizerKind) => tokenizerKind switch
    {
        TokenizerLoader.XlmrUnigram => new XlmrFamily(),
        TokenizerLoader.WordPiece => new BertFamily(),
        _ => throw new ModelLoadException(
            $"The model '{model}' cannot be served: its tokenizer.kind is '{tokenizerKind}', and LLMLingua-2 can tell words apart only in tokens of the kinds {TokenizerLoader.XlmrUnigram} and {TokenizerLoader.WordPiece}."),
    };
}
