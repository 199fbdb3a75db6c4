namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>The routes whose bodies hold a conversation.</summary>
internal enum ChatFormat
{
    /// <summary>OpenAI's <c>/v1/chat/completions</c>.</summary>
    ChatCompletions,

    /// <summary>OpenAI's <c>/v1/responses</c>.</summary>
    Responses,

    /// <summary>OpenAI's <c>/v1/completions</c>.</summary>
    Completions,

    /// <summary>Anthropic's <c>/v1/messages</c> and <c>/v1/messages/count_tokens</c>, which must count what would be sent.</summary>
    Messages,
}

internal static class ChatFormats
{
    /// <summary>Null for every other request.</summary>
    public static ChatFormat? Of(HttpRequest request) => !HttpMethods.IsPost(request.Method) ? null : request.Path.Value switch
    {
        "/v1/chat/completions" => ChatFormat.ChatCompletions,
        "/v1/responses" => ChatFormat.Responses,
        "/v1/completions" => ChatFormat.Completions,
        "/v1/messages" or "/v1/messages/count_tokens" => ChatFormat.Messages,
        _ => null,
    };
}
