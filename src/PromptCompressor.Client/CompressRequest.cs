using System.Text.Json;

namespace PromptCompressor.Client;

/// <summary>
/// What to compress and how far. Give exactly one of <see cref="Context"/> and <see cref="Messages"/>; what is null is left to the
/// service's defaults.
/// </summary>
public sealed record CompressRequest
{
    /// <summary>Texts that share one budget.</summary>
    public IReadOnlyList<string>? Context { get; init; }

    /// <summary>
    /// Chat messages in the shapes of OpenAI's and Anthropic's APIs: texts of users, results of tools and documents are compressed, everything else
    /// comes back as it is.
    /// </summary>
    public IReadOnlyList<JsonElement>? Messages { get; init; }

    /// <summary>Whether <c>&lt;llmlingua&gt;</c> tags in <see cref="Context"/> are heeded; if false they are text. The service's default is true.</summary>
    public bool? UseTags { get; init; }

    /// <summary>What the reader wants to know: sentences that have to do with it keep more of their words.</summary>
    public string? Question { get; init; }

    /// <summary>Text that is put before the compressed contexts as it is, and counted.</summary>
    public string? Instruction { get; init; }

    /// <summary>Whether <see cref="Question"/> is put behind the compressed contexts as it is, and counted. The service's default is false.</summary>
    public bool? ConcateQuestion { get; init; }

    /// <summary>Whether whole texts are dropped before words are chosen. The service's default is false.</summary>
    public bool? UseContextLevelFilter { get; init; }

    /// <summary>Whole texts to keep at most, from 1; the others are dropped before words are chosen.</summary>
    public int? TargetContext { get; init; }

    /// <summary>Share of the tokens to keep in whole texts before words are chosen: above 0, at most 1.</summary>
    public double? ContextLevelRate { get; init; }

    /// <summary>Tokens to keep at most in whole texts before words are chosen, from 1.</summary>
    public int? ContextLevelTargetToken { get; init; }

    /// <summary>Indices, from 0, of texts that are never dropped as a whole.</summary>
    public IReadOnlyList<int>? ForceContextIds { get; init; }

    /// <summary>Share of the tokens to keep: above 0, at most 1. Default 0.5 if nothing else says how far.</summary>
    public double? Rate { get; init; }

    /// <summary>Tokens of the output at most, from 1. Wins over <see cref="Rate"/>.</summary>
    public int? TargetToken { get; init; }

    /// <summary>Whose tokens are counted: an LLM (<c>gpt-4o</c>) or an encoding. Default <c>o200k_base</c>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The compressing model, one of <see cref="PromptCompressorClient.GetModelsAsync"/>.</summary>
    public string? Model { get; init; }

    /// <summary><c>native</c>, the service's default, or <c>reference</c>: what the Python library of LLMLingua-2 gives.</summary>
    public string? Mode { get; init; }

    /// <summary>
    /// What the texts are. <c>auto</c>, the service's default, chooses words in prose alone and shrinks logs, JSON, tables and other structure by whole records; <c>prose</c>
    /// chooses words everywhere; the name of one kind, such as <c>csv</c>, takes all of it as that.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>Whether structure may be written in another shape that says the same, such as arrays of JSON as tables. The service's default is true.</summary>
    public bool? Reshape { get; init; }

    /// <summary>Strings whose every occurrence stays; marks inside a protected number, address or table row are part of it.</summary>
    public IReadOnlyList<string>? ForceTokens { get; init; }

    /// <summary>Whether every word with a digit stays. The service's default is false.</summary>
    public bool? ForceReserveDigit { get; init; }

    /// <summary>Whether of equal <see cref="ForceTokens"/> in a row only the first stays. The service's default is false.</summary>
    public bool? DropConsecutive { get; init; }

    /// <summary>Words that the model finds less probable are dropped even where there is room, 0 to 1.</summary>
    public double? MinScore { get; init; }

    /// <summary>What is never cut into: names of the service's rules, <c>all</c>, <c>none</c>, or regular expressions between slashes.</summary>
    public IReadOnlyList<string>? Protect { get; init; }

    /// <summary>Whether the answer has <see cref="CompressResponse.Spans"/>. The service's default is false.</summary>
    public bool? ReturnSpans { get; init; }

    /// <summary>Whether the answer has <see cref="CompressResponse.Labels"/>. The service's default is false.</summary>
    public bool? ReturnWordLabel { get; init; }
}
