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

    /// <summary>Chat messages in OpenAI's shape: texts of users and tools are compressed, everything else comes back as it is.</summary>
    public IReadOnlyList<JsonElement>? Messages { get; init; }

    /// <summary>Share of the tokens to keep: above 0, at most 1. Default 0.5 if nothing else says how far.</summary>
    public double? Rate { get; init; }

    /// <summary>Tokens of the output at most, from 1. Wins over <see cref="Rate"/>.</summary>
    public int? TargetToken { get; init; }

    /// <summary>What the reader wants to know: sentences that have to do with it keep more of their words.</summary>
    public string? Question { get; init; }

    /// <summary>Whose tokens are counted: an LLM (<c>gpt-4o</c>) or an encoding. Default <c>o200k_base</c>.</summary>
    public string? Tokenizer { get; init; }

    /// <summary>The compressing model, one of <see cref="PromptCompressorClient.GetModelsAsync"/>.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// What the texts are. <c>auto</c>, the service's default, chooses words in prose alone and shrinks logs, JSON, tables and other structure by whole records; <c>prose</c>
    /// chooses words everywhere; the name of one kind, such as <c>csv</c>, takes all of it as that.
    /// </summary>
    public string? Content { get; init; }

    /// <summary>Whether structure may be written in another shape that says the same, such as arrays of JSON as tables. The service's default is true.</summary>
    public bool? Reshape { get; init; }

    /// <summary>Strings whose every occurrence stays; marks inside a protected number, address or table row are part of it.</summary>
    public IReadOnlyList<string>? ForceTokens { get; init; }

    /// <summary>Every word with a digit stays.</summary>
    public bool? ForceReserveDigit { get; init; }

    /// <summary>Words that the model finds less probable are dropped even where there is room, 0 to 1.</summary>
    public double? MinScore { get; init; }

    /// <summary>What is never cut into: names of the service's rules, <c>all</c>, <c>none</c>, or regular expressions between slashes.</summary>
    public IReadOnlyList<string>? Protect { get; init; }

    /// <summary>Whether <c>&lt;llmlingua&gt;</c> tags in <see cref="Context"/> are heeded; if false they are text. The service's default is true.</summary>
    public bool? UseTags { get; init; }

    /// <summary>Whole texts to keep at most, from 1; the others are dropped before words are chosen.</summary>
    public int? TargetContext { get; init; }
}
