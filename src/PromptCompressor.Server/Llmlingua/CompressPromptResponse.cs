using System.Text.Json.Serialization;
using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Server.Llmlingua;

/// <summary>The dictionary that the library returns, key by key.</summary>
internal sealed record CompressPromptResponse
{
    /// <summary>The texts that are left, with a blank line between them.</summary>
    public required string CompressedPrompt { get; init; }

    /// <summary>The same texts, one by one.</summary>
    public required IReadOnlyList<string> CompressedPromptList { get; init; }

    /// <summary>Number of tokens of the texts, counted text by text with cl100k_base.</summary>
    public required int OriginTokens { get; init; }

    /// <summary>Number of tokens of what is left, counted in the same way.</summary>
    public required int CompressedTokens { get; init; }

    /// <summary>Input tokens divided by output tokens, as text: <c>2.0x</c>.</summary>
    public required string Ratio { get; init; }

    /// <summary>Share of the tokens that was kept, as text: <c>51.0%</c>.</summary>
    public required string Rate { get; init; }

    /// <summary>The library's estimate of the money saved, such as <c>, Saving $0.1 in GPT-4.</c> as text.</summary>
    public required string Saving { get; init; }

    /// <summary>Every word of the input, followed by 1 if it is kept and 0 if not. Present with <c>return_word_label</c>.</summary>
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
