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

    private HeadroomBody(Conversation conversation, bool compressesUserTexts, (int Start, int Length)[] messages)
    {
        Conversation = conversation;
        CompressesUserTexts = compressesUserTexts;
        _messages = messages;
    }

    public Conversation Conversation { get; }

    /// <summary>Whether texts of the user are compressed as well.</summary>
    public bool CompressesUserTexts { get; }

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

        var usersToo = root.TryGetProperty("config", out var config)
            && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("compress_user_messages", out var flag)
            && flag.ValueKind == JsonValueKind.True;
        return new HeadroomBody(
            ConversationReader.Read(root, body, Format, ""), usersToo, [.. messages.EnumerateArray().Select(message => ConversationReader.PlaceOf(message, body))]);
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
