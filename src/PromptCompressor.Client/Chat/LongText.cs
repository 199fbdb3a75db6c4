using System.Text.Json;
using Microsoft.Extensions.AI;

namespace PromptCompressor.Client.Chat;

/// <summary>A text of a conversation that is worth compressing.</summary>
/// <param name="Message">Index of its message.</param>
/// <param name="Content">Index of its content in the message.</param>
/// <param name="Edges">The text; its body is what may be compressed.</param>
/// <param name="With">The content with another text; null if it cannot hold it.</param>
internal sealed record LongText(int Message, int Content, Edges Edges, Func<string, AIContent?> With)
{
    /// <summary>
    /// All that the options ask for. Looks at each content by itself, so that what becomes of it does not change as the conversation goes on.
    /// Contents and messages that carry a provider's own form are left alone: that is what the provider would be sent.
    /// </summary>
    public static List<LongText> Find(IReadOnlyList<ChatMessage> messages, PromptCompressionOptions options)
    {
        var found = new List<LongText>();
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].RawRepresentation is not null)
            {
                continue;
            }

            for (var k = 0; k < messages[i].Contents.Count; k++)
            {
                if (Read(messages[i].Role, messages[i].Contents[k], options) is var (edges, with) && TextSize.Tokens(edges.With(edges.Body)) >= options.MinTokens)
                {
                    found.Add(new LongText(i, k, edges, with));
                }
            }
        }

        return found;
    }

    private static (Edges Edges, Func<string, AIContent?> With)? Read(ChatRole role, AIContent content, PromptCompressionOptions options) => content switch
    {
        { RawRepresentation: not null } or { Annotations.Count: > 0 } => null,
        TextContent text when role == ChatRole.User && options.UserTexts => (Edges.Of(text.Text, options.EdgeTokens), Rewrite(text)),
        TextContent text when role == ChatRole.Tool => (Edges.None(text.Text), Rewrite(text)),
        FunctionResultContent { Result: string text } result => (Edges.None(text), shorter => Rewrite(result, shorter)),
        FunctionResultContent { Result: TextContent { RawRepresentation: null } text } result => (Edges.None(text.Text), shorter => Rewrite(result, Rewrite(text)(shorter))),
        FunctionResultContent { Result: JsonElement { ValueKind: JsonValueKind.String } json } result =>
            (Edges.None(json.GetString()!), shorter => Rewrite(result, JsonSerializer.SerializeToElement(shorter, ClientJsonContext.Default.String))),
        FunctionResultContent { Result: JsonElement { ValueKind: JsonValueKind.Object or JsonValueKind.Array } json } result =>
            (Edges.None(json.GetRawText()), shorter => Parse(shorter) is { } parsed ? Rewrite(result, parsed) : null),
        _ => null,
    };

    private static Func<string, TextContent> Rewrite(TextContent content) => text => new TextContent(text) { AdditionalProperties = content.AdditionalProperties };

    private static FunctionResultContent Rewrite(FunctionResultContent content, object result) => new(content.CallId, result)
    {
        AdditionalProperties = content.AdditionalProperties,
        Exception = content.Exception,
    };

    private static JsonElement? Parse(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
