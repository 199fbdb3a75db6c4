using System.Text.Json;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>A request of Headroom's contract, parsed once: its conversation, its setting, and where its messages stand.</summary>
internal sealed class HeadroomBody
{
    private static readonly ChatCompletionsFormat Format = new();

    private readonly (int Start, int Length)[] _messages;

    private HeadroomBody(Conversation conversation, HeadroomConfig config, (int Start, int Length)[] messages)
    {
        Conversation = conversation;
        Config = config;
        _messages = messages;
    }

    public Conversation Conversation { get; }

    public HeadroomConfig Config { get; }

    /// <exception cref="JsonException">The body is no such request; the message says why.</exception>
    public static HeadroomBody Read(ReadOnlyMemory<byte> body)
    {
        using var document = ConversationReader.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array
            || !root.TryGetProperty("model", out var model) || model.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("The body must be an object with messages, a list, and model, a string.");
        }

        if (messages.EnumerateArray().Any(message => message.ValueKind != JsonValueKind.Object))
        {
            throw new JsonException("Each of messages must be an object.");
        }

        var config = root.TryGetProperty("config", out var settings) && settings.ValueKind == JsonValueKind.Object ? ReadConfig(settings) : new HeadroomConfig();
        return new HeadroomBody(
            ConversationReader.Read(root, body, Format, ""), config, [.. messages.EnumerateArray().Select(message => ConversationReader.PlaceOf(message, body))]);
    }

    private static HeadroomConfig ReadConfig(JsonElement settings)
    {
        var (frozen, ratio) = (ConversationReader.Field(settings, "frozen_message_count"), ConversationReader.Field(settings, "target_ratio"));
        return new HeadroomConfig
        {
            CompressUserMessages = ChatMessages.IsTrue(settings, "compress_user_messages"),
            FrozenMessageCount =
                IsAbsent(frozen) ? null
                : frozen.ValueKind == JsonValueKind.Number && frozen.TryGetInt32(out var count) && count >= 0 ? count
                : throw new JsonException("config.frozen_message_count must be a whole number, at least 0."),
            TargetRatio =
                IsAbsent(ratio) ? null
                : ratio.ValueKind == JsonValueKind.Number && ratio.TryGetDouble(out var share) && share is > 0 and <= 1 ? share
                : throw new JsonException("config.target_ratio must be a number above 0 and at most 1."),
        };

        static bool IsAbsent(JsonElement value) => value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
    }

    /// <summary>The messages, with other texts in their places.</summary>
    /// <param name="replacements">In order.</param>
    public IReadOnlyList<RawJson> MessagesWith(IReadOnlyList<Replacement> replacements)
    {
        var next = 0;
        return [.. _messages.Select(message => new RawJson(Splice(message)))];

        ReadOnlyMemory<byte> Splice((int Start, int Length) message)
        {
            var first = next;
            while (next < replacements.Count && replacements[next].Start < message.Start + message.Length)
            {
                next++;
            }

            var source = Conversation.Body.Slice(message.Start, message.Length);
            var inside = replacements.Take(first..next).Select(text => new JsonReplacement(text.Start - message.Start, text.Length, text.Json!));
            return next == first ? source : JsonSplice.Write(source.Span, inside);
        }
    }
}
