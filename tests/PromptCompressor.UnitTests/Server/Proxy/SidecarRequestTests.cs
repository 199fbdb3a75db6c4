using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Forwarding;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class SidecarRequestTests
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"text"}]}""";

    [Fact]
    public async Task Body_IsReadOnce_AndParsedOnce()
    {
        var context = ContextOf(Body);
        var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1000);

        var (first, second) = ((await request.ReadBodyAsync())!.Value, (await request.ReadBodyAsync())!.Value);

        // The same memory, and not only the same bytes.
        Assert.True(first.Equals(second));
        Assert.Same(request.ReadConversation(first), request.ReadConversation(first));
        Assert.True(first.Equals(request.ReadConversation(first).Body));
        Assert.Equal(Body, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task BodyOverTheLimit_IsNone_AndGoesOnWhole()
    {
        var context = ContextOf(Body);
        var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 10);

        Assert.Null(await request.ReadBodyAsync());
        Assert.Null(await request.ReadBodyAsync());
        Assert.Equal(Body, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OtherBody_GoesOnInItsPlace_AndTheFirstOneIsStillKnown()
    {
        var context = ContextOf(Body);
        context.Request.ContentLength = Body.Length;
        var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1000);
        var body = (await request.ReadBodyAsync())!.Value;

        request.Send("{}"u8.ToArray());

        Assert.Equal((2L, "{}"), (context.Request.ContentLength, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken)));
        Assert.True(body.Equals(await request.ReadBodyAsync()));
        Assert.Equal(Body, Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public async Task BrokenJson_IsToldOf()
    {
        var request = new SidecarRequest(ContextOf("{"), new ChatCompletionsFormat(), limit: 1000);
        var body = (await request.ReadBodyAsync())!.Value;

        Assert.ThrowsAny<JsonException>(() => request.ReadConversation(body));
    }

    private static DefaultHttpContext ContextOf(string body) => new() { Request = { Path = "/v1/chat/completions", Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) } };
}
