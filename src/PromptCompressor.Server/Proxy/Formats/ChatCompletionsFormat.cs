using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>/v1/chat/completions</c>, which vLLM and most others serve as well.</summary>
internal sealed class ChatCompletionsFormat : IChatFormat
{
    public bool TakesEmbeddings => true;

    public bool Matches(string path) => path == "/v1/chat/completions";

    public void ReadTexts(JsonElement body, ConversationReader reader) => ChatMessages.Read(body, "messages", reader);
}
