using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>Anthropic's <c>/v1/messages</c>, and <c>/v1/messages/count_tokens</c>, which must count what would be sent.</summary>
internal sealed class MessagesFormat : IChatFormat
{
    public bool Matches(string path) => path is "/v1/messages" or "/v1/messages/count_tokens";

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        ChatMessages.ReadContent(body, "system", TextKind.Instruction, reader);
        ChatMessages.Read(body, "messages", reader);
    }
}
