using System.Text.Json;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>
/// Gemini's <c>…:generateContent</c> and <c>…:streamGenerateContent</c>, and <c>…:countTokens</c>, which must count what would be sent. Fields may be written in either of
/// protobuf's two ways, <c>functionCall</c> or <c>function_call</c>.
/// </summary>
internal sealed class GeminiFormat : IChatFormat
{
    private static readonly string[] Methods = [":generatecontent", ":streamgeneratecontent", ":counttokens"];

    public UsageNames Usage { get; } = new(["promptTokenCount"], ["cachedContentTokenCount"], []);

    public bool Matches(string path) => Methods.Any(method => path.EndsWith(method, StringComparison.Ordinal));

    public string ModelOf(JsonElement body, string path) => path[(path.LastIndexOf('/') + 1)..].Split(':')[0];

    public Problem ErrorOf(Problem problem) => ProviderError.OfGoogle(problem);

    public void ReadTexts(JsonElement body, ConversationReader reader)
    {
        // What counts tokens takes contents, or a whole request.
        foreach (var request in Objects(body, "generateContentRequest", "generate_content_request").DefaultIfEmpty(body))
        {
            foreach (var instruction in Objects(request, "systemInstruction", "system_instruction"))
            {
                ReadParts(instruction, TextKind.Instruction, reader);
            }

            foreach (var content in ConversationReader.Items(request, "contents"))
            {
                reader.BeginMessage();
                if (content.ValueKind == JsonValueKind.Object)
                {
                    ReadParts(content, KindOf(ConversationReader.Text(content, "role")), reader);
                }
            }
        }
    }

    private static TextKind KindOf(string? role) => role switch
    {
        null => TextKind.User,
        "model" => TextKind.Assistant,
        _ => ChatMessages.KindOf(role),
    };

    private static void ReadParts(JsonElement owner, TextKind kind, ConversationReader reader)
    {
        if (kind == TextKind.Assistant)
        {
            reader.NoteAnswer();
        }

        foreach (var part in ConversationReader.Items(owner, "parts").Where(part => part.ValueKind == JsonValueKind.Object))
        {
            // Thoughts are signed.
            if (part.TryGetProperty("text", out var text) && !(part.TryGetProperty("thought", out var thought) && thought.ValueKind == JsonValueKind.True))
            {
                reader.Add(text, kind);
            }

            foreach (var call in Objects(part, "functionCall", "function_call"))
            {
                var name = ConversationReader.Text(call, "name");
                reader.NoteCall(ConversationReader.Text(call, "id") ?? reader.NextCall(name), name, ConversationReader.Field(call, "args"));
            }

            foreach (var result in Objects(part, "functionResponse", "function_response"))
            {
                ReadResult(result, reader);
            }
        }
    }

    /// <summary>A result is an object; by Gemini's convention what came of the call is its <c>output</c>, and what went wrong its <c>error</c>.</summary>
    private static void ReadResult(JsonElement result, ConversationReader reader)
    {
        var name = ConversationReader.Text(result, "name");
        var call = ConversationReader.Text(result, "id") ?? reader.NextResult(name);
        foreach (var field in Objects(result, "response").SelectMany(response => response.EnumerateObject()))
        {
            reader.Add(field.Value, TextKind.Tool, result: new ToolResult(call, field.NameEquals("error"), name));
        }
    }

    private static IEnumerable<JsonElement> Objects(JsonElement owner, params string[] names)
    {
        foreach (var name in names)
        {
            if (owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
            {
                yield return value;
            }
        }
    }
}
