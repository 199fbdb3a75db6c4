using System.Text.Json;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Compress.Messages;

/// <summary>A chat message as OpenAI's or Anthropic's APIs take it. Fields that are not listed here are kept as they are.</summary>
internal sealed record ChatMessage
{
    /// <summary>
    /// The role of the speaker: <c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c>, <c>tool</c>, <c>function</c> or any other. Only items of the
    /// Responses API with a <c>type</c> of their own, such as <c>function_call_output</c>, have no role.
    /// </summary>
    public string? Role { get; init; }

    /// <summary>A string, null, or a list of parts, each an object with its <c>type</c>.</summary>
    public JsonElement? Content { get; init; }

    internal JsonElement Source { get; init; }

    /// <summary>All texts, with places counted from the first byte of <see cref="Source"/>.</summary>
    internal IReadOnlyList<PromptText> Texts { get; init; } = [];

    /// <summary>Types of parts that are not understood.</summary>
    internal IReadOnlyCollection<string> PassedOver { get; init; } = [];

    /// <summary>What a model said before is left alone, and so are instructions; long context comes from users, tools and documents.</summary>
    internal IEnumerable<PromptText> CompressibleTexts => Texts.Where(text => text.Kind is TextKind.User or TextKind.Tool or TextKind.Document);
}
