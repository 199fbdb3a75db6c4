using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>/v1/responses</c>: instructions, and an input that is a text or a list of items.</summary>
internal sealed class ResponsesFormat : IChatFormat
{
    public bool Matches(string path) => path == "/v1/responses";

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        ChatMessages.ReadContent(body, "instructions", TextKind.Instruction, reader);
        if (!reader.TryAddMessage(body, "input", TextKind.User))
        {
            ChatMessages.Read(body, "input", reader);
        }
    }
}
