using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Everything an upstream can do wrong, and what the client sees of it. Nothing is ever sent twice.</summary>
public sealed class UpstreamFaultTests : IDisposable, IClassFixture<SidecarFixture>
{
    private const string Path = "/v1/chat/completions";
    private const string Request = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""";

    private readonly FakeUpstream _upstream;
    private readonly HttpClient _client;

    public UpstreamFaultTests(SidecarFixture fixture) => (_upstream, _client) = (fixture.Upstream, fixture.Client);

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task Refuses_Is502()
    {
        await using var sidecar = await SidecarHost.StartAsync($"http://127.0.0.1:{FreePort.Find()}");

        await AssertProblemAsync(await PostAsync(sidecar.Client), 502, "upstream_failed");
    }

    [Fact]
    public async Task ComesUpBetweenAttempts_IsReached()
    {
        // Connecting is tried again; this upstream begins to listen only after the first attempt.
        var port = FreePort.Find();
        await using var sidecar = await SidecarHost.StartAsync($"http://127.0.0.1:{port}");
        var answers = new List<HttpStatusCode>();
        var sending = Task.Run(async () =>
        {
            while (answers is not [.., HttpStatusCode.OK])
            {
                using var response = await PostAsync(sidecar.Client);
                answers.Add(response.StatusCode);
            }
        });
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        listener.Start();
        var context = await listener.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        context.Response.Close();
        await sending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Resets_Is502_AndIsNotSentTwice()
    {
        await PostAsync(_client);
        _upstream.Reset();
        _upstream.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        // Over a connection that has served before, where clients are most tempted to try again.
        await AssertProblemAsync(await PostAsync(_client), 502, "upstream_failed");
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task Stalls_Is504()
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, "--Proxy:ActivityTimeoutSeconds", "1");
        var given = new TaskCompletionSource();
        _upstream.Answer = async context =>
        {
            context.RequestAborted.Register(given.SetResult);
            await given.Task;
        };

        await AssertProblemAsync(await PostAsync(sidecar.Client), 504, "upstream_timeout");
        await given.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HalfAnEvent_IsPassedOn_AndThenTheStreamBreaks(bool byStalling)
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, "--Proxy:ActivityTimeoutSeconds", "1");
        var halfIsHeld = new TaskCompletionSource();
        _upstream.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"hal");
            await context.Response.Body.FlushAsync();
            await halfIsHeld.Task;
            if (!byStalling)
            {
                context.Abort();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };

        using var request = Message();
        using var response = await sidecar.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var half = new byte[11];
        await stream.ReadExactlyAsync(half, TestContext.Current.CancellationToken);
        halfIsHeld.SetResult();

        Assert.Equal("data: {\"hal", Encoding.UTF8.GetString(half));
        await Assert.ThrowsAnyAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task TooManyRequests_KeepsItsRetryAfterAndBody()
    {
        const string Body = """{"error":{"message":"Rate limit reached","type":"tokens","code":"rate_limit_exceeded"}}""";
        _upstream.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            return FakeUpstream.Json(Body, StatusCodes.Status429TooManyRequests)(context);
        };

        using var response = await PostAsync(_client);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("retry-after").Single());
        Assert.Equal(Body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task CompressedAnswer_StaysCompressed()
    {
        var packed = PackedBytes.Of("""{"usage":{"prompt_tokens_details":{"cached_tokens":5}}}"""u8, "gzip");
        _upstream.Answer = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed);
        };

        using var response = await PostAsync(_client);

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal(packed, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v1/files")]
    public async Task HundredMegabytes_GoThrough(string path)
    {
        var body = new byte[100 * 1024 * 1024];
        Random.Shared.NextBytes(body);

        using var response = await _client.PostAsync(path, new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(body.AsSpan().SequenceEqual(_upstream.Last.Body));
    }

    [Fact]
    public async Task ClientThatBreaksOffItsBody_ReachesNobody()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RawHttp.SendAsync(
            _client.BaseAddress!,
            $"POST {Path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{\"mod",
            patience.Token));

        await PostAsync(_client);
        Assert.Equal(Request, Assert.Single(_upstream.Requests).Text);
    }

    private static HttpRequestMessage Message() => new(HttpMethod.Post, Path) { Content = new StringContent(Request, Encoding.UTF8, "application/json") };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client)
    {
        using var request = Message();
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, int status, string code)
    {
        using (response)
        {
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
            Assert.Equal(code, (string?)problem["code"]);
        }
    }
}
