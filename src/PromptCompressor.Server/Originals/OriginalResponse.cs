using System.Text.Json.Serialization;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Originals;

/// <summary>A part of the original of a compressed text.</summary>
internal sealed record OriginalResponse
{
    /// <summary>The hash that stands in the mark.</summary>
    public required string Hash { get; init; }

    /// <summary>The lines that were asked for, joined by line feeds; absent with <c>search</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OriginalContent { get; init; }

    /// <summary>The lines that hold what was searched for, in order; absent without <c>search</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<OriginalMatch>? Matches { get; init; }

    /// <summary>Number of tokens of the whole original.</summary>
    public required int OriginalTokens { get; init; }

    /// <summary>Number of lines of the whole original.</summary>
    public required int Lines { get; init; }

    /// <summary>Number of the line at which to go on where the answer has not all that was asked for; else null.</summary>
    public required int? NextLine { get; init; }

    /// <summary>Whether the answer has less than was asked for: further lines, or the rest of a line longer than <c>max_characters</c>.</summary>
    public required bool Truncated { get; init; }

    /// <summary>Whether the rest of the line that the answer ends with is missing, which no number of a line leads to.</summary>
    [JsonIgnore]
    public bool EndsWithinLine { get; init; }

    /// <summary>Number of times that this original was requested, this time included.</summary>
    public required long RetrievalCount { get; init; }
}

/// <summary>A line of an original that holds what was searched for.</summary>
internal sealed record OriginalMatch
{
    /// <summary>Number of the line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line; of one with more than 400 characters the part around the first place that matches.</summary>
    public required string Text { get; init; }
}

/// <summary>The JSON of originals.</summary>
[JsonSerializable(typeof(OriginalResponse))]
internal sealed partial class OriginalsJsonContext : JsonSerializerContext
{
    public static OriginalsJsonContext Wire { get; } = new(WireJson.Options());
}
