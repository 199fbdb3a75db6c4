using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.UnitTests.Server.Limits;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class SidecarRequestTests
{
    private readonly BodyBudget _budget = Budgets.Of(body: 1 << 20, inFlight: 1 << 20);

    private const string Body = """{"model":"m","messages":[{"role":"user","content":"text"}]}""";

    [Fact]
    public async Task Body_IsReadOnce_AndParsedOnce()
    {
        var context = ContextOf(Body);
        using var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1000, _budget);

        var (first, second) = ((await request.ReadBodyAsync())!.Value, (await request.ReadBodyAsync())!.Value);

        // The same memory, and not only the same bytes.
        Assert.True(first.Equals(second));
        Assert.Same(request.ReadConversation(first), request.ReadConversation(first));
        Assert.True(first.Equals(request.ReadConversation(first).Body));
        Assert.Equal(Body, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The answer may take minutes; the room is free when the body has gone on.</summary>
    [Fact]
    public async Task Body_HoldsRoom_UntilItHasGoneOn()
    {
        var context = ContextOf(Body);
        using var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1000, _budget);
        await request.ReadBodyAsync();
        Assert.True(_budget.Held >= Body.Length);

        request.Send("{}"u8.ToArray());
        Assert.Equal("{}", await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));

        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task NoRoom_IsTold_AndTheBodyGoesOnWhole()
    {
        using var other = _budget.Open();
        other.Hold((int)_budget.Most);
        var body = Body.Replace("text", new string('x', 2 * BodyBudget.Small), StringComparison.Ordinal);
        var context = ContextOf(body);
        using var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1 << 20, _budget);

        await Assert.ThrowsAsync<CompressionException>(() => request.ReadBodyAsync().AsTask());

        Assert.Equal(body, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task BodyOverTheLimit_IsNone_AndGoesOnWhole()
    {
        var context = ContextOf(Body);
        using var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 10, _budget);

        Assert.Null(await request.ReadBodyAsync());
        Assert.Null(await request.ReadBodyAsync());
        Assert.Equal(Body, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task OtherBody_GoesOnInItsPlace_AndTheFirstOneIsStillKnown()
    {
        var context = ContextOf(Body);
        context.Request.ContentLength = Body.Length;
        using var request = new SidecarRequest(context, new ChatCompletionsFormat(), limit: 1000, _budget);
        var body = (await request.ReadBodyAsync())!.Value;

        request.Send("{}"u8.ToArray());

        Assert.Equal((2L, "{}"), (context.Request.ContentLength, await new StreamReader(context.Request.Body).ReadToEndAsync(TestContext.Current.CancellationToken)));
        Assert.True(body.Equals(await request.ReadBodyAsync()));
        Assert.Equal(Body, Encoding.UTF8.GetString(body.Span));
    }

    [Fact]
    public async Task BrokenJson_IsToldOf()
    {
        using var request = new SidecarRequest(ContextOf("{"), new ChatCompletionsFormat(), limit: 1000, _budget);
        var body = (await request.ReadBodyAsync())!.Value;

        Assert.ThrowsAny<JsonException>(() => request.ReadConversation(body));
    }

    private static DefaultHttpContext ContextOf(string body) => new() { Request = { Path = "/v1/chat/completions", Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) } };
}
