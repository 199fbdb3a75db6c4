namespace PromptCompressor.Engine.Tokenization;

/// <summary>A tokenizer file is damaged, or asks for something that would be tokenised wrongly here; thrown at load only.</summary>
public sealed class TokenizerFormatException(string message, Exception? inner = null) : Exception(message, inner)
{
    internal static TokenizerFormatException Unsupported(string file, string setting, object? value) =>
        new($"{file}: the tokenizer setting {setting} = {value ?? "(missing)"} is not supported.");
}
