using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class ChatFormatsTests
{
    private static readonly ChatFormats Formats =
        new ServiceCollection().AddChatFormats().AddChatFormats().BuildServiceProvider().GetRequiredService<ChatFormats>();

    [Theory]
    [InlineData("/v1/chat/completions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1/responses", typeof(ResponsesFormat))]
    [InlineData("/v1/completions", typeof(CompletionsFormat))]
    [InlineData("/v1/messages", typeof(MessagesFormat))]
    [InlineData("/v1/messages/count_tokens", typeof(MessagesFormat))]
    [InlineData("/v1/responses/compact", typeof(ResponsesFormat))]
    [InlineData("/v1/responses/input_tokens", typeof(ResponsesFormat))]
    [InlineData("/v1beta/models/gemini-2.0-flash:generateContent", typeof(GeminiFormat))]
    [InlineData("/v1beta/models/gemini-2.0-flash:streamGenerateContent", typeof(GeminiFormat))]
    [InlineData("/v1/projects/p/locations/l/publishers/google/models/m:countTokens", typeof(GeminiFormat))]
    [InlineData("/api/chat", typeof(OllamaFormat))]
    [InlineData("/chat/completions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1/chat/completions/", typeof(ChatCompletionsFormat))]
    [InlineData("//v1//chat/completions", typeof(ChatCompletionsFormat))]
    [InlineData("/V1/Chat/Completions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1/chat%2Fcompletions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1/chat\\completions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1;a=b/chat/completions;c", typeof(ChatCompletionsFormat))]
    [InlineData("/openai/deployments/gpt-4o/chat/completions", typeof(ChatCompletionsFormat))]
    [InlineData("/v1beta/models/m:embedContent", null)]
    [InlineData("/v1/unchat/completions2", null)]
    [InlineData("/v1/messages/batches", null)]
    [InlineData("/v1/responses/resp_1/cancel", null)]
    [InlineData("/v1/models", null)]
    [InlineData("", null)]
    public void Path_FindsItsFormat(string path, Type? format)
    {
        Assert.Equal(format, Formats.Find(RequestOf("POST", path))?.GetType());
        Assert.Null(Formats.Find(RequestOf("GET", path)));
    }

    [Fact]
    public void OnlyChatCompletions_TakesEmbeddings() => Assert.Equal(
        ["/v1/chat/completions"],
        new[] { "/v1/chat/completions", "/v1/responses", "/v1/completions", "/v1/messages" }.Where(path => Formats.Find(RequestOf("POST", path))!.TakesEmbeddings));

    private static HttpRequest RequestOf(string method, string path)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = (method, path);
        return request;
    }
}
