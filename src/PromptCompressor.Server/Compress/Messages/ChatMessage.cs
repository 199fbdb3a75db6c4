using System.Text.Json;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>A chat message in OpenAI's shape. Fields that are not listed here are kept as they are.</summary>
internal sealed record ChatMessage
{
    /// <summary>Who speaks: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c>, <c>tool</c> or any other.</summary>
    public required string Role { get; init; }

    /// <summary>A string, null, or a list of parts, each an object with its <c>type</c>.</summary>
    public JsonElement? Content { get; init; }

    internal JsonElement Source { get; init; }

    internal IReadOnlyList<MessageText> Texts { get; init; } = [];

    /// <summary>What a model said before is left alone, and so are instructions; long context comes from users and tools.</summary>
    internal bool IsCompressible => Role is "user" or "tool";
}

/// <summary>A text inside a message.</summary>
/// <param name="Source">The JSON string that holds it, a part of the message's own JSON.</param>
/// <param name="Text">Its value.</param>
internal readonly record struct MessageText(JsonElement Source, string Text);
