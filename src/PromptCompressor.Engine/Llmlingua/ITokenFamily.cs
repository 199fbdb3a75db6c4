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
