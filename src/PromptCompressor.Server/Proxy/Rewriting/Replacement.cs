using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

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

    /// <summary>What <see cref="Json"/> says; null if it is null, or no string.</summary>
    public string? Text { get; init; }

    /// <summary>What <see cref="Json"/> is if it is no string.</summary>
    public PartsShape? Parts { get; init; }

    /// <summary>The hash in the mark of <see cref="Text"/> by which its original can be had back; null if it has none.</summary>
    public string? Original { get; init; }

    /// <summary>Tokens before; 0 if nothing was compressed.</summary>
    public int OriginTokens { get; init; }

    public int CompressedTokens { get; init; }

    /// <summary>What was done: the blocks of the text; empty where nothing was compressed, null where no content was told apart.</summary>
    public IReadOnlyList<BlockOutcome>? Blocks { get; init; } = [];

    /// <summary>Why it goes on as it came though it should be compressed, one of <see cref="RewriteReasons"/>; null if that is not so.</summary>
    public string? SkippedFor { get; init; }

    /// <summary>Tokens of <see cref="Text"/>, which the compressor has counted if it was at work.</summary>
    public int TokensOfText(ITokenCounter counter) => OriginTokens > 0 ? CompressedTokens : counter.Count(Text);

    /// <summary>A text without its tags, or with a shorter one in its place; as it came if that would not be shorter.</summary>
    public static Replacement Of(PromptText text, string content) => Of(text, content, tokens: null);

    /// <summary>A compressed text; as it came, but for its tags, if too few tokens or no bytes are saved.</summary>
    public static Replacement Of(TextPlan plan, TreatedText made) => made.Text is not null && made.CompressedTokens <= made.OriginTokens * (1 - plan.MinSaving)
        ? Of(plan.Text, made.Text, (made.OriginTokens, made.CompressedTokens)) with { Blocks = made.Blocks }
        : Of(plan.Text, TextPart.Content(plan.Text.Text, plan.Parts), (made.OriginTokens, made.OriginTokens));

    public static Replacement Of(EmbeddedText text) => new()
    {
        Start = text.Place.Start,
        Length = text.Place.Length,
        Json = text.Json,
        Parts = text.Parts,
        OriginTokens = text.OriginTokens,
        CompressedTokens = text.CompressedTokens,
    };

    /// <summary>A text beside embeddings without their placeholder, which makes it longer.</summary>
    public static Replacement OfNeutral(PromptText text)
    {
        var neutral = EmbeddingParts.Neutral(text.Text);
        return new Replacement { Start = text.Start, Length = text.Length, Text = neutral, Json = JsonOf(text, neutral) };
    }

    private static Replacement Of(PromptText text, string? content, (int Origin, int Compressed)? tokens)
    {
        var json = content is not null && IsWorthTrying(text, content) ? JsonOf(text, content) : null;
        var isUsed = json?.Length < text.Length;
        return new Replacement
        {
            Start = text.Start,
            Length = text.Length,
            Json = isUsed ? json : null,
            Text = isUsed ? content : null,
            OriginTokens = tokens?.Origin ?? 0,
            CompressedTokens = (isUsed ? tokens?.Compressed : tokens?.Origin) ?? 0,
        };
    }

    /// <summary>Providers refuse a text of which nothing is left. One that is shorter may still be longer by its escapes.</summary>
    private static bool IsWorthTrying(PromptText text, string content) => !string.IsNullOrWhiteSpace(content) && content.Length < text.Text.Length;

    private static byte[] JsonOf(PromptText text, string content) => JsonReplacement.Of(text.Start, text.Length, content).Value;
}
