using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Client;
using PromptCompressor.IntegrationTests.Support;
using KeyedService = PromptCompressor.IntegrationTests.Security.KeyedService;

namespace PromptCompressor.IntegrationTests.Clients;

/// <summary>The typed client against the running service.</summary>
public sealed class DotNetClientTests(ServiceFixture service, KeyedService keyed) : IClassFixture<KeyedService>
{
    [Fact]
    public async Task Compress_GivesText_ThatIsShorterAsCounted()
    {
        var response = await Client().CompressAsync(Texts.Meeting, 0.5);

        Assert.Null(response.Skipped);
        Assert.Contains("INV-20417", response.CompressedPrompt, StringComparison.Ordinal);
        Assert.True(response.CompressedTokens <= response.OriginTokens / 2 + 1);
        Assert.Equal(response.OriginTokens - response.CompressedTokens, response.SavedTokens);
    }

    [Fact]
    public async Task Compress_OfOneText_LeavesTagsAlone()
    {
        const string Tagged = "<llmlingua, compress=False>stay</llmlingua>";

        Assert.Equal(Tagged, (await Client().CompressAsync(Tagged, 1)).CompressedPrompt);
    }

    [Fact]
    public async Task Explain_GivesPositions_IntoTheString()
    {
        var explanation = await Client().ExplainAsync(new CompressRequest { Context = [Texts.Meeting], Rate = 0.5 });

        var text = Assert.Single(explanation.Texts);
        Assert.Equal(explanation.Result.CompressedPrompt, text.Compressed);
        Assert.Contains(text.Words, word => word.Kept && Texts.Meeting[word.Start..word.End] == "INV-20417");
        Assert.Contains(text.Words, word => !word.Kept && word.Reason == "dropped");
    }

    [Fact]
    public async Task SpansAndLabels_AreWhatTheOutputIsMadeOf()
    {
        var response = await Client().CompressAsync(new CompressRequest { Context = [Texts.Meeting], Rate = 0.5, ReturnSpans = true, ReturnWordLabel = true });

        Assert.Equal(response.CompressedPrompt, string.Concat(Assert.Single(response.Spans!).Select(span => Texts.Meeting[span[0]..span[1]])));
        Assert.Contains(Assert.Single(response.Labels!), word => word is { Label: 1, Rule: not null });
        Assert.Equal(response.Ratio, response.OriginTokens / (double)response.CompressedTokens, 3);
        Assert.True(response.Tokenizer.Exact);
        Assert.True(response.TimingsMs.Total > 0);
    }

    [Fact]
    public async Task Question_DecidesAndFrames_TheText()
    {
        var request = new CompressRequest
        {
            Context = ["The harbour office was painted green.", Texts.Meeting],
            Question = "Who writes the post-mortem?",
            Instruction = "Answer briefly.",
            ConcateQuestion = true,
            TargetContext = 1,
            ForceContextIds = [1],
        };

        var response = await Client().CompressAsync(request);

        Assert.Equal([0], response.DroppedContexts);
        Assert.StartsWith("Answer briefly.\n\n", response.CompressedPrompt, StringComparison.Ordinal);
        Assert.EndsWith("\n\nWho writes the post-mortem?", response.CompressedPrompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_LeadsToTheSameAnswer()
    {
        var request = new CompressRequest { Context = [Texts.Fresh(2000, seed: 7711)], Rate = 0.5 };
        var seen = new ProgressList();

        var streamed = await Client().CompressAsync(request, seen);
        var explained = await Client().ExplainAsync(request, seen);

        Assert.Equal((await Client().CompressAsync(request)).CompressedPrompt, streamed.CompressedPrompt);
        Assert.Equal(streamed.CompressedPrompt, explained.Result.CompressedPrompt);
        Assert.NotEmpty(seen.Reports);
        Assert.All(seen.Reports, report => Assert.InRange(report.Done, 0, report.Total));
    }

    [Fact]
    public async Task Stream_OfAWrongRequest_IsRefused_AsAnyOther()
    {
        var failure = await Assert.ThrowsAsync<PromptCompressorException>(() => Client().CompressAsync(new CompressRequest { Rate = 2 }, new ProgressList()));

        Assert.Contains("rate", failure.Errors.Keys);
    }

    [Fact]
    public async Task Batch_AnswersEachByItself()
    {
        var results = await Client().CompressBatchAsync([new CompressRequest { Context = [Texts.Meeting] }, new CompressRequest { Context = ["text"], Rate = 2 }]);

        Assert.Equal([200, 422], results.Select(result => result.Status));
        Assert.True(results[0].Result!.SavedTokens > 0);
        Assert.Equal("invalid", results[1].Error!.Code);
    }

    [Fact]
    public async Task Warm_CountsOn_OverSeveralBodies()
    {
        var requests = Enumerable.Range(0, 150).Select(i => new CompressRequest { Context = i == 140 ? [] : [$"Room {i} is free on Tuesday."] });

        var results = new List<WarmResult>();
        await foreach (var result in Client().WarmAsync(requests))
        {
            results.Add(result);
        }

        Assert.Equal(Enumerable.Range(1, 150), results.Select(result => result.Line).Order());
        Assert.True(Assert.Single(results, result => result.Status != 200) is { Line: 141, Status: 422, Error.Code: "invalid" });
        Assert.True(results.Single(result => result.Line == 1).OriginTokens > 0);
    }

    [Fact]
    public async Task Soft_GivesRows_AndAPromptForAGenerator()
    {
        var rows = await Client().SoftCompressAsync(new SoftCompressRequest { Context = [Texts.Meeting], Exact = ["number"] });
        var prompt = await Client().SoftPromptAsync(new SoftPromptRequest
        {
            Context = [Texts.Meeting],
            Question = "Who writes the post-mortem?",
            ServedModel = "generator",
            Parameters = new Dictionary<string, JsonElement> { ["max_tokens"] = JsonSerializer.SerializeToElement(7) },
        });

        Assert.Equal(rows.PayloadBytes, Convert.FromBase64String(rows.Data!).Length);
        Assert.Equal(rows.Rows, rows.Segments!.Sum(segment => segment.Rows));
        Assert.Contains(rows.Segments!, segment => segment.Exact);
        Assert.Equal(("/v1/chat/completions", "generator", 7), (prompt.Path, prompt.Body.GetProperty("model").GetString(), prompt.Body.GetProperty("max_tokens").GetInt32()));
        Assert.True(Assert.Single(await Client().GetSoftModelsAsync()).Default);
    }

    [Fact]
    public async Task Models_HaveOneDefault()
    {
        var models = await Client().GetModelsAsync();

        var model = Assert.Single(models, model => model.Default);
        Assert.Equal(64, model.Sha256.Length);
    }

    [Fact]
    public async Task WrongFields_AreNamed_AllAtOnce()
    {
        var failure = await Assert.ThrowsAsync<PromptCompressorException>(
            () => Client().CompressAsync(new CompressRequest { Context = ["text"], Rate = 2, TargetToken = 0 }));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "invalid"), (failure.Status, failure.Code));
        Assert.Equal(["rate", "target_token"], failure.Errors.Keys.Order());
        Assert.Contains("rate must", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddressOfSomethingElse_IsTold()
    {
        var elsewhere = new Uri(service.Client.BaseAddress!, "/nowhere/");
        using var http = new HttpClient { BaseAddress = elsewhere };

        var failure = await Assert.ThrowsAsync<PromptCompressorException>(() => new PromptCompressorClient(http).GetModelsAsync());

        Assert.Equal(HttpStatusCode.NotFound, failure.Status);
    }

    [Fact]
    public async Task Cancellation_IsNotAFailureOfTheService()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().CompressAsync(Texts.Meeting, 0.5, cancellation.Token));
    }

    [Theory]
    [InlineData("key-of-anna", true)]
    [InlineData(null, false)]
    public async Task RegisteredClient_SendsItsKey(string? key, bool isLetIn)
    {
        var services = new ServiceCollection();
        services.AddPromptCompressorClient(options => (options.Address, options.ApiKey) = (keyed.Address, key));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PromptCompressorClient>();

        if (isLetIn)
        {
            Assert.NotEmpty(await client.GetModelsAsync());
        }
        else
        {
            Assert.Equal("unauthorized", (await Assert.ThrowsAsync<PromptCompressorException>(() => client.GetModelsAsync())).Code);
        }
    }

    [Fact]
    public async Task RegisteredClient_TriesAgain_WhenTheServiceIsBusy()
    {
        await using var upstream = await FlakyServer.StartAsync(service.Client.BaseAddress!, failures: 2);
        var services = new ServiceCollection();
        services.AddPromptCompressorClient(options => options.Address = upstream.Address);
        await using var provider = services.BuildServiceProvider();

        var response = await provider.GetRequiredService<PromptCompressorClient>().CompressAsync(Texts.Meeting);

        Assert.True(response.SavedTokens > 0);
        Assert.Equal(3, upstream.Requests);
    }

    private PromptCompressorClient Client() => new(service.Client);

    /// <summary>Reports at once, where <see cref="Progress{T}"/> reports some time.</summary>
    private sealed class ProgressList : IProgress<CompressionProgress>
    {
        public List<CompressionProgress> Reports { get; } = [];

        public void Report(CompressionProgress value) => Reports.Add(value);
    }
}
