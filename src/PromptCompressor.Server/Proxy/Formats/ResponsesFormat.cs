using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>…/responses</c>: instructions, and an input that is a text or a list of items. What counts or compacts such an input must see what would be sent.</summary>
internal sealed class ResponsesFormat : IChatFormat
{
    private static readonly string[] Ends = ["/responses", "/responses/compact", "/responses/input_tokens"];

    public bool Matches(string path) => Ends.Any(end => path.EndsWith(end, StringComparison.Ordinal));

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        ChatMessages.ReadContent(body, "instructions", TextKind.Instruction, reader);
        if (!reader.TryAddMessage(body, "input", TextKind.User))
        {
            ChatMessages.Read(body, "input", reader);
        }
    }
}
