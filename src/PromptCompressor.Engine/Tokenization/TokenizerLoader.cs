using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Tokenization;

/// <summary>Makes the tokenizer that a manifest names.</summary>
internal static class TokenizerLoader
{
    /// <exception cref="ModelLoadException">The kind or a setting is not supported.</exception>
    public static IOffsetTokenizer Load(ModelFolder folder)
    {
        throw new ModelLoadException("");
    }
}
