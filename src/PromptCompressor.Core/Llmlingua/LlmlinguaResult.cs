using PromptCompressor.Core.Compression;

namespace PromptCompressor.Core.Llmlingua;

/// <summary>What the library makes of a request, and its own account of it.</summary>
public sealed record LlmlinguaResult : CompressionResult
{
    public required LlmlinguaAnswer Answer { get; init; }
}

/// <summary>The library's answer, field by field.</summary>
public sealed record LlmlinguaAnswer
{
    /// <summary>The contexts that are left, joined by blank lines.</summary>
    public required string CompressedPrompt { get; init; }

    public required IReadOnlyList<string> CompressedPromptList { get; init; }

    /// <summary>Tokens of cl100k_base, added up over the contexts.</summary>
    public required int OriginTokens { get; init; }

    public required int CompressedTokens { get; init; }

    /// <summary>Such as <c>2.0x</c>.</summary>
    public required string Ratio { get; init; }

    /// <summary>Such as <c>51.0%</c>.</summary>
    public required string Rate { get; init; }

    /// <summary>Such as <c>, Saving $0.1 in GPT-4.</c></summary>
    public required string Saving { get; init; }

    /// <summary>The library's <c>fn_labeled_original_prompt</c>: every word with its label; null unless asked for.</summary>
    public string? LabeledPrompt { get; init; }
}
