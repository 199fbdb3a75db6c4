using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Streaming;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Streaming;

public sealed class StreamTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("/v1/compress", 94)]
    [InlineData("/v1/explain", 95)]
    public async Task Stream_EndsWithWhatTheOtherRouteAnswers(string route, int seed)
    {
        var body = new JsonObject { ["context"] = Texts.Fresh(3000, seed), ["rate"] = 0.4, ["model"] = "xlmr-mini-fast" };

        var lines = await service.Client.PostLinesAsync($"{route}/stream", body);

        var progress = lines[..^1].Select(line => line["progress"]!).ToList();
        Assert.NotEmpty(progress);
        Assert.All(progress.Zip(progress.Skip(1)), pair => Assert.True((int)pair.First["done"]! < (int)pair.Second["done"]!));
        Assert.All(progress, line => Assert.InRange((int)line["done"]!, 0, (int)line["total"]!));
        var (streamed, plain) = (lines[^1]["result"]!.AsObject(), await service.Client.PostAsync(route, body));
        Assert.Equal(CompressedOf(plain), CompressedOf(streamed));
        Assert.Equal(plain.Select(field => field.Key), streamed.Select(field => field.Key));
    }

    [Fact]
    public async Task Stream_AllCached_IsTheResultAlone()
    {
        var body = new JsonObject { ["context"] = Texts.Meeting };
        await service.Client.PostAsync("/v1/compress", body.DeepClone());

        Assert.Single(await service.Client.PostLinesAsync("/v1/compress/stream", body));
    }

    [Fact]
    public async Task Stream_ManyMessages_IsOneProgress()
    {
        var messages = Enumerable.Range(0, 8).Select(i => new JsonObject { ["role"] = "user", ["content"] = Texts.Fresh(300, seed: 960 + i) });

        var lines = await service.Client.PostLinesAsync("/v1/compress/stream", new JsonObject { ["messages"] = new JsonArray([.. messages]), ["model"] = "xlmr-mini-fast" });

        var progress = lines[..^1].Select(line => (int)line["progress"]!["done"]!).ToList();
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(8, lines[^1]["result"]!["messages"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"context":"a b","rate":7}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"context":""", HttpStatusCode.BadRequest)]
    public async Task Stream_WrongRequest_HasAStatusOfItsOwn(string body, HttpStatusCode status)
    {
        await service.Client.PostTextAsync("/v1/compress/stream", body, status);
        await service.Client.PostTextAsync("/v1/explain/stream", body, status);
        await service.Client.PostTextAsync("/v1/explain/columns", body, status);
    }

    [Fact]
    public async Task Stream_ClientLeaves_WorkStops()
    {
        var text = Texts.Fresh(100_000, seed: 97);
        var body = new JsonObject { ["context"] = text, ["model"] = "xlmr-mini" };
        var before = service.Cache.Count;
        using (var request = new HttpRequestMessage(HttpMethod.Post, "/v1/compress/stream") { Content = JsonContent.Create(body) })
        using (var response = await service.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            await response.Content.ReadAsStream().ReadExactlyAsync(new byte[20]);
        }

        await Eventually.TrueAsync(() => service.Get<CompressionEngine>().QueuedTokens == 0 && service.Cache.Count > before);
        Assert.InRange(service.Cache.Count - before, 1, SegmentedText.Of(text).Segments.Count / 2);
    }

    [Fact]
    public async Task Stream_FailsAfterItsBeginning_EndsWithTheProblem()
    {
        var lines = await RunAsync(async progress =>
        {
            progress.Report(new ScoringProgress(1, 3));
            await Task.Delay(20);
            throw new CompressionException(CompressionErrorKind.Overloaded, "Too much.");
        });

        Assert.Equal("""{"progress":{"done":1,"total":3}}""", lines[0].ToJsonString());
        Assert.Equal((429, "overloaded"), ((int)lines[^1]["error"]!["status"]!, (string)lines[^1]["error"]!["code"]!));
    }

    [Fact]
    public async Task Stream_FailsBeforeItsBeginning_IsLeftToTheCaller() =>
        await Assert.ThrowsAsync<CompressionException>(() => RunAsync(_ => throw new CompressionException(CompressionErrorKind.NotReady, "Not yet.")));

    private async Task<List<JsonNode>> RunAsync(Func<IProgress<ScoringProgress>, Task<CompressResponse>> work)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body));
        context.Features.Set<IHttpResponseFeature>(new StartedOnWrite(body));
        var sut = service.Get<ProgressStream>();
        await sut.RunAsync(context.Response, work, CompressJsonContext.Wire.StreamLineCompressResponse, CancellationToken.None);
        return Parse(System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }

    private static List<JsonNode> Parse(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static string CompressedOf(JsonObject answer) => (string)(answer["compressed_prompt"] ?? answer["result"]!["compressed_prompt"])!;

    /// <summary>What a server says of a response: it has begun once anything is written.</summary>
    private sealed class StartedOnWrite(MemoryStream body) : HttpResponseFeature
    {
        public override bool HasStarted => body.Length > 0;
    }
}
