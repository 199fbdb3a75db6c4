using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Compress;

/// <summary>A service whose queue holds a second of work.</summary>
public sealed class OverloadTests : IAsyncLifetime
{
    private const string Compress = "/v1/compress";

    private ServiceHost? _host;

    private CompressionEngine Engine => _host!.Get<CompressionEngine>();

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartReadyAsync("--Engine:QueueSeconds", "1", "--Engine:Workers", "1");

    [Fact]
    public async Task MoreThanTheQueueHolds_SomeAreRefusedAndNoneIsLost()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => SendAsync(Body(300, seed: 9000 + i))));

        var refused = answers.Where(answer => answer.Status == HttpStatusCode.TooManyRequests).ToArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal("overloaded", (string)answer.Body["code"]!));
        Assert.All(refused, answer => Assert.InRange(answer.RetryAfter!.Value, 1, 300));
        var answered = answers.Except(refused).ToArray();
        Assert.NotEmpty(answered);
        Assert.All(answered, answer => Assert.Equal((HttpStatusCode.OK, 0), (answer.Status, (int)answer.Body["cache"]!["hits"]!)));
    }

    [Fact]
    public async Task WhileTheQueueIsFull_HitsPassAndNewWorkIsRefused()
    {
        var known = Body(300, seed: 9100);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(known)).Status);
        var large = SendAsync(Body(6000, seed: 9200));
        await Eventually.TrueAsync(() => Engine.QueuedTokens > 5000);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(Body(6000, seed: 9110))).Status);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(known)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await large).Status);
    }

    /// <summary>Messages are compressed one by one; yet they are let in or refused together, whatever comes after them.</summary>
    [Fact]
    public async Task Messages_LetInTogether_AreFinished()
    {
        var messages = SendAsync(Messages(10, words: 300, seed: 9300));
        await Eventually.TrueAsync(() => Engine.QueuedTokens > 0);
        var others = Enumerable.Range(0, 10).Select(i => SendAsync(Body(300, seed: 9400 + i))).ToArray();

        Assert.Equal(HttpStatusCode.OK, (await messages).Status);
        Assert.Contains(HttpStatusCode.TooManyRequests, (await Task.WhenAll(others)).Select(answer => answer.Status));
    }

    /// <summary>Small messages do not come in where a text as long as all of them would not.</summary>
    [Theory]
    [InlineData("/v1/compress")]
    [InlineData("/v1/compress/batch")]
    public async Task ManyPartsInOneRequest_AreWeighedTogether(string path)
    {
        var requests = Enumerable.Range(0, 20).Select(i => path == Compress ? Messages(20, words: 100, seed: 9600 + (i * 20)) : Batch(20, words: 100, seed: 9600 + (i * 20)));

        var answers = await Task.WhenAll(requests.Select(request => SendAsync(request, path)));

        var answered = answers.Count(answer => answer.Status == HttpStatusCode.OK && answer.Body["items"]?[0]?["status"]?.GetValue<int>() is null or 200);
        Assert.InRange(answered, 1, 10);
        Assert.Equal(0, Engine.QueuedTokens);
    }

    [Fact]
    public async Task Stop_InFlightFinishesAndNewOnesAreTurnedAway()
    {
        var inFlight = SendAsync(Body(5000, seed: 9500));
        await Eventually.TrueAsync(() => Engine.QueuedTokens > 1000);

        var stopped = _host!.StopAsync();

        Assert.Equal(CompressionErrorKind.NotReady, Assert.Throws<CompressionException>(Engine.EnsureReady).Kind);
        Assert.Equal(HttpStatusCode.OK, (await inFlight).Status);
        await stopped;
    }

    /// <summary>A line of a corpus that waits for room is told so when the service stops, and is not cut off.</summary>
    [Fact]
    public async Task Stop_LineThatWaitsForRoom_IsToldAtOnce()
    {
        var inFlight = SendAsync(Body(12_000, seed: 9700));
        await Eventually.TrueAsync(() => Engine.QueuedTokens > 5000);
        using var lines = new StringContent(JsonValue.Create(Texts.Fresh(6000, seed: 9800)).ToJsonString() + "\n", Encoding.UTF8, "application/x-ndjson");
        lines.Headers.ContentType!.CharSet = null;
        var warming = _host!.Client.PostAsync(new Uri("/v1/cache/warm", UriKind.Relative), lines);
        await Task.Delay(200);

        var stopped = _host.StopAsync();
        using var answer = await warming;

        Assert.Equal(503, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!);
        Assert.False(inFlight.IsCompleted);
        Assert.Equal(HttpStatusCode.OK, (await inFlight).Status);
        await stopped;
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static JsonObject Body(int words, int seed) => new() { ["context"] = Texts.Fresh(words, seed), ["model"] = "xlmr-mini-fast" };

    private static JsonObject Messages(int count, int words, int seed) => new()
    {
        ["messages"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(words, seed + i) })]),
        ["model"] = "xlmr-mini-fast",
    };

    private static JsonObject Batch(int count, int words, int seed) => new() { ["items"] = new JsonArray([.. Enumerable.Range(0, count).Select(i => Body(words, seed + i))]) };

    private async Task<(HttpStatusCode Status, int? RetryAfter, JsonNode Body)> SendAsync(JsonObject body, string path = Compress)
    {
        using var response = await _host!.Client.PostAsJsonAsync(path, body);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds, JsonNode.Parse(text)!);
    }
}
