using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Engine.Compressors;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Compress;

/// <summary>A kind of compressor that a host adds by one registration has what every kind has.</summary>
public sealed class AddedCompressorTests : IAsyncLifetime
{
    private const string Compress = "/v1/compress";
    private const string Text = "one two three four";

    private ServiceHost _host = null!;

    private HttpClient Client => _host.Client;

    public async ValueTask InitializeAsync() => _host = await (await ServiceHost.StartAsync(
        ["--Limits:OriginTokens", "100"], services => services.TryAddEnumerable(ServiceDescriptor.Singleton<ICompressorFactory, HeadFactory>()))).UntilReadyAsync();

    [Fact]
    public async Task Compress_Contexts_IsMadeByThatKind()
    {
        var answer = await Client.PostAsync(Compress, Body());

        Assert.Equal("one two t", (string)answer["compressed_prompt"]!);
        Assert.Equal(["one two t"], answer["compressed_prompt_list"]!.AsArray().Select(text => (string)text!));
        Assert.Equal((4, 3, "xlmr-mini"), ((int)answer["origin_tokens"]!, (int)answer["compressed_tokens"]!, (string)answer["model"]!["id"]!));
        Assert.Empty(answer["warnings"]!.AsArray());
    }

    [Fact]
    public async Task Compress_Messages_AreCompressedEachByItself()
    {
        var message = new JsonObject { ["role"] = "user", ["content"] = Text };

        var answer = await Client.PostAsync(
            Compress, new JsonObject { ["messages"] = new JsonArray(message, message.DeepClone()), ["mode"] = HeadCompressor.Kind, ["rate"] = 0.5 });

        Assert.Equal(["one two t", "one two t"], answer["messages"]!.AsArray().Select(one => (string)one!["content"]!));
    }

    [Fact]
    public async Task Compress_WantsLabelsAndSpans_IsToldThatThereAreNone()
    {
        var body = Body();
        body["return_word_label"] = true;
        body["return_spans"] = true;

        var answer = await Client.PostAsync(Compress, body);

        Assert.Null(answer["labels"]);
        Assert.Null(answer["spans"]);
        Assert.Equal(["There are no spans", "There are no labels"], answer["warnings"]!.AsArray().Select(warning => ((string)warning!).Split(':')[0]));
    }

    [Fact]
    public async Task Explain_KindWithoutWordDecisions_SaysSo()
    {
        var problem = await Client.PostAsync("/v1/explain", Body(), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(
            "must be 'native': 'head' does not decide word by word, so there is nothing to explain.", (string)problem["errors"]!["mode"]![0]!);
    }

    [Fact]
    public async Task Compress_OtherMode_IsToldAllThereAre()
    {
        var body = Body();
        body["mode"] = "tail";

        var problem = await Client.PostAsync(Compress, body, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("must be 'native', 'reference' or 'head'.", (string)problem["errors"]!["mode"]![0]!);
    }

    [Fact]
    public async Task Compress_TooLarge_IsRefusedAsForEveryKind()
    {
        var body = Body();
        body["context"] = string.Join(' ', Enumerable.Repeat(Text, 50));

        await Client.PostAsync(Compress, body, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Compress_IsMeasuredAsEveryKind()
    {
        const string series = "promptcompressor_compressions_total{compressor=\"head\",outcome=\"compressed\"}";

        await Client.PostAsync(Compress, Body());

        Assert.True(await Metrics.AtLeastAsync(Client, series, 1) >= 1);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static JsonObject Body() => new() { ["context"] = Text, ["mode"] = HeadCompressor.Kind, ["rate"] = 0.5 };
}
