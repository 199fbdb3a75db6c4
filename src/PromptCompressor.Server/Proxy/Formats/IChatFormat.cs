using System.Text.Json;
using PromptCompressor.Server.Errors;

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
    /// <param name="path">The path as <see cref="PlainPath"/> spells it. By its end: what stands before differs from provider to provider.</param>
    bool Matches(string path);

    /// <summary>The LLM that is asked; empty if the request does not say. Most APIs name it in the body, some in the path.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="path">Decoded, and spelled as it came.</param>
    string ModelOf(JsonElement body, string path) => ConversationReader.Text(body, "model") ?? DeploymentOf(path);

    /// <summary>Shows the reader the texts of a body, in the order in which the LLM reads them. What it does not know, it passes over.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="reader">Notes texts, messages and markers.</param>
    void ReadTexts(JsonElement body, ConversationReader reader);

    /// <summary>A problem with what the API's clients expect of an error.</summary>
    Problem ErrorOf(Problem problem) => ProviderError.OfOpenAi(problem);

    /// <summary>Azure's name for a model stands in the path, and is mostly the model's own.</summary>
    private static string DeploymentOf(string path)
    {
        var segments = path.Split('/');
        var at = Array.FindIndex(segments, segment => segment.Equals("deployments", StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < segments.Length ? segments[at + 1] : "";
    }
}
