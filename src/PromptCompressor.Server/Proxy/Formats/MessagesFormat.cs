using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>Anthropic's <c>…/messages</c>, and <c>…/messages/count_tokens</c>, which must count what would be sent.</summary>
internal sealed class MessagesFormat : IChatFormat
{
    public bool Matches(string path) => path.EndsWith("/messages", StringComparison.Ordinal) || path.EndsWith("/messages/count_tokens", StringComparison.Ordinal);

    public Problem ErrorOf(Problem problem) => ProviderError.OfAnthropic(problem);

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        ChatMessages.ReadContent(body, "system", TextKind.Instruction, reader);
        ChatMessages.Read(body, "messages", reader);
    }
}
