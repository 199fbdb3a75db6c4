using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>A real process is asked to stop while it has work: that is finished or refused in so many words, more is not taken.</summary>
[Collection(nameof(BundledModelProcesses))]
public sealed class SigTermTests
{
    private const int Compressions = 6;

    /// <summary>The bundled models, so that work takes a while, with a queue that holds all of it.</summary>
    private static readonly string[] OneWorker = ["--Engine:Workers", "1", "--Engine:Soft:Enabled", "false", "--Engine:QueueSeconds", "600"];

    [Fact]
    public async Task UnderLoad_InFlightRequestsFinish_NewOnesAreRefused_AndTheExitCodeIs0()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var rest = StreamUntil(upstream);
        await using var service = await ServiceProcess.StartAsync([.. OneWorker, "--Proxy:Upstream", upstream.Address, "--Shutdown:DelaySeconds", "1", "--Shutdown:WorkSeconds", "600"]);

        using var events = await service.Client.SendAsync(Chat(), HttpCompletionOption.ResponseHeadersRead);
        using var progress = await service.Client.SendAsync(Post("/v1/compress/stream", Body(seed: 1)), HttpCompletionOption.ResponseHeadersRead);
        var compressions = Enumerable.Range(2, Compressions).Select(seed => service.Client.SendAsync(Post("/v1/compress", Body(seed)))).ToArray();
        Assert.True(await Metrics.AtLeastAsync(service.Client, "http_server_active_requests", Compressions + 2) >= Compressions + 2);

        await service.TerminateAsync();
        await UntilRefusedAsync(service.Address);
        Assert.Equal(HttpStatusCode.OK, progress.StatusCode);
        Assert.Contains("\"compressed_prompt\":", await progress.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(compressions), response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        rest.SetResult();
        Assert.Equal("data: first\n\ndata: last\n\n", await events.Content.ReadAsStringAsync());
        Assert.Equal(0, await service.ExitAsync());
    }

    /// <summary>Balancers go on sending until they have seen the probe fail; what they send is answered, and tells clients to connect elsewhere next time.</summary>
    [Fact]
    public async Task WhileBalancersLearnOfIt_RequestsAreAnswered_AndReadinessSaysNo()
    {
        await using var service = await ServiceProcess.StartAsync([.. ServiceProcess.TinyModels, "--Shutdown:DelaySeconds", "600"]);
        await service.TerminateAsync();
        await Eventually.TrueAsync(async () => (await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative))).StatusCode == HttpStatusCode.ServiceUnavailable);

        using var ready = await service.Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
        using var answer = await service.Client.SendAsync(Post("/v1/compress", new JsonObject { ["context"] = "The gate was painted green in the spring of 2024." }));

        Assert.NotNull(ready.Headers.RetryAfter);
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
    }

    /// <summary>A balancer may ask for a connection alone, or whether the service is live.</summary>
    [Fact]
    public async Task WhereNoProbeAsked_BalancersHaveTimeTooToLearnOfIt()
    {
        using var process = ServerProcess.Start(["serve", "--urls", "http://127.0.0.1:0", .. ServiceProcess.TinyModels, "--Shutdown:DelaySeconds", "600"]);
        try
        {
            Uri? address = null;
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready with", StringComparison.Ordinal))
            {
                address = line.Split("Now listening on: ") is [_, var said] ? new Uri(said) : address;
            }

            await ServiceProcess.TerminateAsync(process);
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Asked to stop", StringComparison.Ordinal))
            {
            }

            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri(address!, "/health/live"));
            Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>What cannot be done any more is told so; none of it sees a connection break.</summary>
    [Fact]
    public async Task MoreThanThereIsTimeFor_TheRestGets503_AndTheExitCodeIs0()
    {
        await using var service = await ServiceProcess.StartAsync([.. OneWorker, "--Shutdown:DelaySeconds", "0", "--Shutdown:WorkSeconds", "0"]);
        var compressions = Enumerable.Range(0, 40).Select(seed => service.Client.SendAsync(Post("/v1/compress", Body(seed + 50)))).ToArray();
        Assert.True(await Metrics.AtLeastAsync(service.Client, "promptcompressor_queue_tokens", 20_000) >= 20_000);

        await service.TerminateAsync();

        var answers = await Task.WhenAll(compressions);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}"));
        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.NotNull(answer.Headers.RetryAfter));
        Assert.Equal(0, await service.ExitAsync());
    }

    [Fact]
    public async Task AStreamThatDoesNotEnd_IsCutOff_AndTheExitCodeSaysSo()
    {
        await using var upstream = await FakeUpstream.StartAsync();
        var rest = StreamUntil(upstream);
        await using var service = await ServiceProcess.StartAsync(
            [.. ServiceProcess.TinyModels, "--Proxy:Upstream", upstream.Address, "--Shutdown:DelaySeconds", "0", "--Shutdown:WorkSeconds", "0", "--Shutdown:StreamSeconds", "1"]);
        using var events = await service.Client.SendAsync(Chat(), HttpCompletionOption.ResponseHeadersRead);

        await service.TerminateAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => events.Content.ReadAsStringAsync());
        Assert.Equal(1, await service.ExitAsync());
        Assert.Contains("1 requests were not answered in time", service.Log, StringComparison.Ordinal);
        rest.SetResult();
    }

    [Fact]
    public async Task WhileModelsLoad_TheExitCodeIs0_AndNothingIsCritical()
    {
        using var process = ServerProcess.Start(["serve", "--urls", "http://127.0.0.1:0"]);
        var log = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Now listening", StringComparison.Ordinal))
        {
            log.AppendLine(line);
        }

        await ServiceProcess.TerminateAsync(process);
        log.Append(await process.StandardOutput.ReadToEndAsync());
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.DoesNotContain("crit:", log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", log.ToString(), StringComparison.Ordinal);
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    private static TaskCompletionSource StreamUntil(FakeUpstream upstream)
    {
        var rest = new TaskCompletionSource();
        upstream.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: first\n\n");
            await context.Response.Body.FlushAsync();
            await rest.Task;
            await context.Response.WriteAsync("data: last\n\n");
        };
        return rest;
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
    private static Task UntilRefusedAsync(Uri address) => Eventually.TrueAsync(async () =>
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    });
}
