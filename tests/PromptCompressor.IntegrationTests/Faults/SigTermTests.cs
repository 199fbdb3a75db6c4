using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>A real process is asked to stop while it has work: that is finished, more is not taken.</summary>
public sealed class SigTermTests
{
    private const int Compressions = 6;

    [Fact]
    public async Task UnderLoad_InFlightRequestsFinish_NewOnesAreRefused_AndTheExitCodeIs0()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var rest = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await rest.Task;
            await context.Response.WriteAsync("data: last\n\n");
        };
        await using var service = await ServiceProcess.StartAsync("--Proxy:Upstream", upstream.Address, "--Engine:Workers", "1");

        using var events = await service.Client.SendAsync(Chat(), HttpCompletionOption.ResponseHeadersRead);
        using var progress = await service.Client.SendAsync(Post("/v1/compress/stream", Body(seed: 1)), HttpCompletionOption.ResponseHeadersRead);
        var compressions = Enumerable.Range(2, Compressions).Select(seed => service.Client.SendAsync(Post("/v1/compress", Body(seed)))).ToArray();
        Assert.True(await Metrics.AtLeastAsync(service.Client, "http_server_active_requests", Compressions + 2) >= Compressions + 2);

        await service.TerminateAsync();
        await UntilRefusedAsync(service.Client.BaseAddress!);
        Assert.Equal(HttpStatusCode.OK, progress.StatusCode);
        Assert.Contains("\"compressed_prompt\":", await progress.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(compressions), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        rest.SetResult();
        Assert.Equal("data: first\n\ndata: last\n\n", await events.Content.ReadAsStringAsync());
        Assert.Equal(0, await service.ExitAsync());
    }

    private static JsonObject Body(int seed) => new() { ["context"] = Texts.Fresh(800, 7700 + seed), ["model"] = "xlmr-mini-fast" };

    private static HttpRequestMessage Chat() => Post("/v1/chat/completions", new JsonObject
    {
        ["model"] = "gpt-4o",
        ["stream"] = true,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "Hi" }),
    });

    private static HttpRequestMessage Post(string path, JsonObject body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    /// <summary>Each time by a connection of its own, as a client would come that does not know it yet.</summary>
    private static async Task UntilRefusedAsync(Uri address)
    {
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var client = new HttpClient { BaseAddress = address };
                return (await client.SendAsync(Post("/v1/compress", Body(seed: 99)))).StatusCode == HttpStatusCode.ServiceUnavailable;
            }
            catch (HttpRequestException)
            {
                return true;
            }
        });
    }
}
