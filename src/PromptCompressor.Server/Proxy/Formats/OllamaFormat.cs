using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>Ollama's own <c>/api/chat</c>. It serves OpenAI's routes as well.</summary>
internal sealed class OllamaFormat : IChatFormat
{
    public UsageNames Usage { get; } = new(["prompt_eval_count"], [], []);

    public bool Matches(string path) => path.EndsWith("/api/chat", StringComparison.Ordinal);

    public Problem ErrorOf(Problem problem) => ProviderError.OfOllama(problem);

    public void ReadTexts(JsonElement body, ConversationReader reader) => ChatMessages.Read(body, "messages", reader);
}
