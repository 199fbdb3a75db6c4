using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Limits;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>A service that has room for the bytes of one body at a time.</summary>
public sealed class BodiesTests
{
    private const int Size = 4 * BodyBudget.Small;

    private const string Small = "The gate was painted green in the spring of 2024.";

    private static readonly string Large = string.Concat(Enumerable.Repeat(Small + "\n", 2 * BodyBudget.Small / Small.Length));

    private static readonly string MostOfABody = "{ ".PadRight(Size - 100);

    private static readonly string[] Room = ["--Limits:BodyBytes", $"{Size}", "--Limits:BodyBytesInFlight", $"{Size}"];

    [Theory]
    [InlineData("/v1/compress", true)]
    [InlineData("/v1/compress", false)]
    [InlineData("/v1/explain", true)]
    [InlineData("/compat/headroom/v1/compress", true)]
    public async Task WhileABodyIsHeld_OnlySmallOnesAreTaken_AndAllAfterwards(string path, bool tellsLength)
    {
        await using var host = await ServiceHost.StartReadyAsync(Room);
        var budget = host.Get<BodyBudget>();
        using (await BeginAsync(host.Address, path, tellsLength, body: MostOfABody))
        {
            await Eventually.TrueAsync(() => budget.Held == MostOfABody.Length);

            Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Small)).StatusCode);
            using var refused = await PostAsync(host, Large);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("Limits:BodyBytesInFlight", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(() => budget.Held == 0);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Large)).StatusCode);
    }

    /// <summary>What a refused client goes on to send is read to its end, so that it sees the answer and may use the connection again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RefusedWhileItSends_TheConnectionGoesOn(bool tellsLength)
    {
        await using var host = await ServiceHost.StartReadyAsync(Room);
        using var holder = await BeginAsync(host.Address, "/v1/compress", tellsLength: true, body: MostOfABody);
        await Eventually.TrueAsync(() => host.Get<BodyBudget>().Held == MostOfABody.Length);
        var connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                connections++;
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.TransferEncodingChunked = !tellsLength;
        using var large = new StringContent(new JsonObject { ["context"] = new string('a', 3 * Size) }.ToJsonString(), Encoding.UTF8, "application/json");
        using var small = new StringContent(new JsonObject { ["context"] = Small }.ToJsonString(), Encoding.UTF8, "application/json");

        using var refused = await client.PostAsync(new Uri("/v1/compress", UriKind.Relative), large);
        using var taken = await client.PostAsync(new Uri("/v1/compress", UriKind.Relative), small);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Equal(1, connections);
    }

    /// <summary>What is announced and does not come takes no room from others, large or small.</summary>
    [Theory]
    [InlineData("/v1/compress")]
    [InlineData("/v1/chat/completions")]
    public async Task WhileLargeBodiesComeSlowly_OthersAreTaken(string path)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await ServiceHost.StartReadyAsync([.. Room, "--Proxy:Upstream", upstream.Address]);
        using var first = await BeginAsync(host.Address, path, tellsLength: true, length: Size - BodyBudget.Small);
        using var second = await BeginAsync(host.Address, path, tellsLength: true, length: Size - BodyBudget.Small);
        await Eventually.TrueAsync(() => host.Get<BodyBudget>().Held == 4);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Small)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Large)).StatusCode);
    }

    [Fact]
    public async Task WhileABodyIsHeld_TheSidecarForwardsAsItCame()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        await using var host = await ServiceHost.StartReadyAsync([.. Room, "--Proxy:Upstream", upstream.Address]);
        using var holder = await BeginAsync(host.Address, "/v1/compress", tellsLength: true, body: MostOfABody);
        await Eventually.TrueAsync(() => host.Get<BodyBudget>().Held == MostOfABody.Length);

        var chat = new JsonObject { ["model"] = "gpt-4o", ["messages"] = new JsonArray(new JsonObject { ["role"] = "tool", ["tool_call_id"] = "1", ["content"] = Large }) };
        using var answer = await host.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), new StringContent(chat.ToJsonString(), Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("failed-open; reason=overloaded", answer.Headers.GetValues("x-promptcompressor-status").Single());
        Assert.Equal(chat.ToJsonString(), upstream.Requests.Single().Text);
    }

    /// <summary>A line that never ends holds neither memory nor a place for ever.</summary>
    [Fact]
    public async Task WarmClientThatFallsSilent_IsToldAndLetGo()
    {
        await using var host = await ServiceHost.StartReadyAsync([.. Room, "--Limits:SilenceSeconds", "1"]);
        using var client = await BeginAsync(host.Address, "/v1/cache/warm", tellsLength: false, "application/x-ndjson", "\"The gate was green.\"\n\"A line that");

        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();

        Assert.Contains("\"status\":200", answer, StringComparison.Ordinal);
        Assert.Contains("\"status\":408", answer, StringComparison.Ordinal);
        Assert.Equal(0, host.Get<BodyBudget>().Held);
    }

    private static Task<HttpResponseMessage> PostAsync(ServiceHost host, string context) => host.Client.PostAsync(
        new Uri("/v1/compress", UriKind.Relative), new StringContent(new JsonObject { ["context"] = context, ["rate"] = 1 }.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>Sends a request whose body does not end.</summary>
    private static async Task<TcpClient> BeginAsync(Uri address, string path, bool tellsLength, string type = "application/json", string body = "{ ", int length = Size)
    {
        var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        var framing = tellsLength ? $"Content-Length: {length}" : "Transfer-Encoding: chunked";
        var begin = tellsLength ? body : $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n";
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n{framing}\r\n\r\n{begin}"));
        return client;
    }
}
