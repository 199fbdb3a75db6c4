using System.Text.Json.Serialization;
using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Server.Llmlingua;

/// <summary>What the library returns, key by key.</summary>
internal sealed record CompressPromptResponse
{
    /// <summary>The texts that are left, with a blank line between them.</summary>
    public required string CompressedPrompt { get; init; }

    /// <summary>The same, one by one.</summary>
    public required IReadOnlyList<string> CompressedPromptList { get; init; }

    /// <summary>Tokens of the texts, counted one by one with cl100k_base.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Tokens of what is left, counted in the same way.</summary>
    public required int CompressedTokens { get; init; }

    /// <summary>Such as <c>2.0x</c>.</summary>
    public required string Ratio { get; init; }

    /// <summary>Such as <c>51.0%</c>.</summary>
    public required string Rate { get; init; }

    /// <summary>Such as <c>, Saving $0.1 in GPT-4.</c></summary>
    public required string Saving { get; init; }

    /// <summary>With <c>return_word_label</c>: every word with 1 if it stays, else 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FnLabeledOriginalPrompt { get; init; }

    public static CompressPromptResponse Of(LlmlinguaAnswer answer) => new()
    {
        CompressedPrompt = answer.CompressedPrompt,
        CompressedPromptList = answer.CompressedPromptList,
        OriginTokens = answer.OriginTokens,
        CompressedTokens = answer.CompressedTokens,
        Ratio = answer.Ratio,
        Rate = answer.Rate,
        Saving = answer.Saving,
        FnLabeledOriginalPrompt = answer.LabeledPrompt,
    };
}
