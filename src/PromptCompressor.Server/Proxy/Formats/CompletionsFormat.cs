using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>OpenAI's <c>/v1/completions</c>: a prompt or a list of prompts. Prompts of token ids are passed over.</summary>
internal sealed class CompletionsFormat : IChatFormat
{
    public bool Matches(string path) => path == "/v1/completions";

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
