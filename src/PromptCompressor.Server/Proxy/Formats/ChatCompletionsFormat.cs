using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>…/chat/completions</c>, which vLLM, Azure and most others serve as well, each below a path of its own.</summary>
internal sealed class ChatCompletionsFormat : IChatFormat
{
    public bool TakesEmbeddings => true;

    public bool Matches(string path) => path.EndsWith("/chat/completions", StringComparison.Ordinal);

    public void ReadTexts(JsonElement body, ConversationReader reader) => ChatMessages.Read(body, "messages", reader);
}
