using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>
/// All that the sidecar knows of one chat API. A further API is one more implementation, registered in <see cref="ChatFormats"/>.
/// Implementations have no state.
/// </summary>
internal interface IChatFormat
{
    /// <summary>Names of the fields in which answers tell how many tokens the prompt had.</summary>
    UsageNames Usage => UsageNames.OpenAiAndAnthropic;

    /// <summary>Whether messages may hold <c>prompt_embeds</c> parts, as on vLLM's chat route.</summary>
    bool TakesEmbeddings => false;

    /// <summary>Whether a POST to this path holds a conversation of this API.</summary>
    /// <param name="path">Decoded, from its first slash on.</param>
    bool Matches(string path);

    /// <summary>The LLM that is asked; empty if the request does not say. Most APIs name it in the body, some in the path.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="path">One that <see cref="Matches"/>.</param>
    string ModelOf(JsonElement body, string path) => ConversationReader.Text(body, "model") ?? "";

    /// <summary>Shows the reader the texts of a body, in the order in which the LLM reads them. What it does not know, it passes over.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="reader">Notes texts, messages and markers.</param>
    void ReadTexts(JsonElement body, ConversationReader reader);
}
