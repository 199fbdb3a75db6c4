namespace PromptCompressor.Engine.Llmlingua;

/// <summary>A token as the library sees it.</summary>
/// <param name="Text">The string that <c>tokenize</c> gives.</param>
/// <param name="Id">What <c>convert_tokens_to_ids</c> makes of the string.</param>
internal readonly record struct LlmlinguaToken(string Text, int Id);
