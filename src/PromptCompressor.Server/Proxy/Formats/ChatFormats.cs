using Microsoft.Extensions.DependencyInjection.Extensions;

namespace PromptCompressor.Server.Proxy.Formats;

/// <summary>The chat APIs whose requests are compressed.</summary>
internal sealed class ChatFormats(IEnumerable<IChatFormat> formats)
{
    private readonly IChatFormat[] _formats = [.. formats];

    /// <summary>Null for a request that holds no conversation, or one of an API that is not known.</summary>
    public IChatFormat? Find(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && PlainPath.Of(request.Path.Value ?? "") is var path ? Array.Find(_formats, format => format.Matches(path)) : null;
}

internal static class ChatFormatsExtensions
{
    public static IServiceCollection AddChatFormats(this IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IChatFormat, ChatCompletionsFormat>(),
            ServiceDescriptor.Singleton<IChatFormat, ResponsesFormat>(),
            ServiceDescriptor.Singleton<IChatFormat, CompletionsFormat>(),
            ServiceDescriptor.Singleton<IChatFormat, MessagesFormat>(),
            ServiceDescriptor.Singleton<IChatFormat, GeminiFormat>(),
            ServiceDescriptor.Singleton<IChatFormat, OllamaFormat>(),
        ]);
        services.TryAddSingleton<ChatFormats>();
        return services;
    }
}
