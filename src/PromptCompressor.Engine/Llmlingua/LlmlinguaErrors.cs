using PromptCompressor.Core.Errors;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>Where the library raises an exception, its caller here is told what to change.</summary>
internal static class LlmlinguaErrors
{
    public static CompressionException Of(string message) => new(CompressionErrorKind.Invalid, message);

    public static CompressionException NoTokens(string what) =>
        Of($"LLMLingua-2 divides by zero here: {what} no tokens. Leave empty texts out.");
}
