using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>Clients that hang up, in the middle of what they say or while they wait: nothing of them stays behind.</summary>
public sealed class ClientGoneTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("POST /v1/comp")]
    [InlineData("POST /v1/compress HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{ \"context\": \"half")]
    [InlineData("POST /v1/compress HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{ \"co")]
    [InlineData("POST /v1/cache/warm HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n\"a text\"\n\r\n")]
    public async Task InTheMiddleOfARequest(string half)
    {
        for (var i = 0; i < 50; i++)
        {
            await SendAndResetAsync(half);
        }

        await AssertIdleAsync();
    }

    [Fact]
    public async Task WhileTheyWait()
    {
        for (var i = 0; i < 20; i++)
        {
            var body = new JsonObject { ["context"] = Texts.Fresh(3000, seed: 8800 + i), ["model"] = "xlmr-mini-fast" }.ToJsonString();
            await SendAndResetAsync($"POST /v1/compress HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        }

        await AssertIdleAsync();
    }

    private async Task SendAndResetAsync(string text)
    {
        using var client = new TcpClient { LingerState = new LingerOption(true, 0) };
        await client.ConnectAsync(service.Client.BaseAddress!.Host, service.Client.BaseAddress.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
        await Task.Delay(5);
    }

    private async Task AssertIdleAsync()
    {
        await Eventually.TrueAsync(() => service.Get<CompressionEngine>().QueuedTokens == 0);

        Assert.NotNull((await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = "Somebody is still there." }))["compressed_prompt"]);
    }
}
