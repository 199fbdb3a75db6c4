using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>…/completions</c>: a prompt or a list of prompts. Prompts of token ids are passed over.</summary>
internal sealed class CompletionsFormat : IChatFormat
{
    public bool Matches(string path) => path.EndsWith("/completions", StringComparison.Ordinal) && !path.EndsWith("/chat/completions", StringComparison.Ordinal);

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        if (reader.TryAddMessage(body, "prompt", TextKind.User))
        {
            return;
        }

        foreach (var prompt in ConversationReader.Items(body, "prompt"))
        {
            reader.BeginMessage();
            reader.Add(prompt, TextKind.User);
        }
    }
}
