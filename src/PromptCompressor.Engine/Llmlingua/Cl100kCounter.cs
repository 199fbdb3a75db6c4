using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>cl100k_base as the library calls it: with special tokens forbidden.</summary>
internal sealed class Cl100kCounter(ITokenCounter cl100k)
{
    private static readonly string[] Special = ["<|endoftext|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|endofprompt|>"];

    public int Count(string text)
    {
        if (text.Contains("<|", StringComparison.Ordinal) && Special.FirstOrDefault(name => text.Contains(name, StringComparison.Ordinal)) is { } found)
        {
            throw LlmlinguaErrors.Of($"The context holds {found}, a special token of cl100k_base, which LLMLingua-2 refuses to count.");
        }

        return cl100k.Count(text);
    }
}
