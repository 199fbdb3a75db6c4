using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Embeddings;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What a text becomes.</summary>
internal sealed record Replacement
{
    /// <summary>Where its JSON string begins in the body.</summary>
    public required int Start { get; init; }

    /// <summary>Bytes of that string.</summary>
    public required int Length { get; init; }

    /// <summary>The string that takes its place; null if the text goes on as it came.</summary>
    public byte[]? Json { get; init; }

    /// <summary>What <see cref="Json"/> is if it is no string.</summary>
    public PartsShape? Parts { get; init; }

    public int OriginTokens { get; init; }

    public int CompressedTokens { get; init; }

    /// <summary>A text without its tags, which is never longer.</summary>
    public static Replacement Of(PromptText text, string content) =>
        new() { Start = text.Start, Length = text.Length, Json = JsonOf(text, content) };

    /// <summary>A text beside embeddings without their placeholder, which makes it longer.</summary>
    public static Replacement OfNeutral(PromptText text) => new()
    {
        Start = text.Start,
        Length = text.Length,
        Json = JsonReplacement.Of(text.Start, text.Length, EmbeddingParts.Neutral(text.Text)).Value,
    };

    /// <summary>A compressed text; as it came if there is no gain, in tokens and in bytes.</summary>
    public static Replacement Of(PromptText text, CompressionResult result)
    {
        var json = result.CompressedTokens <= result.OriginTokens ? JsonOf(text, result.Texts[0].Text) : null;
        return new Replacement
        {
            Start = text.Start,
            Length = text.Length,
            Json = json,
            OriginTokens = result.OriginTokens,
            CompressedTokens = json is null ? result.OriginTokens : result.CompressedTokens,
        };
    }

    /// <summary>Null if nothing is left, which providers refuse, if nothing has gone, or if escapes make it longer.</summary>
    private static byte[]? JsonOf(PromptText text, string content)
    {
        if (string.IsNullOrWhiteSpace(content) || content.Length >= text.Text.Length)
        {
            return null;
        }

        var json = JsonReplacement.Of(text.Start, text.Length, content).Value;
        return json.Length < text.Length ? json : null;
    }
}

/// <summary>Content parts that stand where one value stood.</summary>
/// <param name="Count">At least 1.</param>
/// <param name="IsList">They are in a list of their own, in place of a string; else in the list of the part whose place they took.</param>
internal sealed record PartsShape(int Count, bool IsList);
