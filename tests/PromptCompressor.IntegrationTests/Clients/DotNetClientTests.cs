using System.Net;
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
}
