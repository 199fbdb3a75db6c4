using System.Text.Json.Nodes;
using Microsoft.Playwright;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>What the page shows of texts of every kind, and what becomes of it where there is no answer.</summary>
[Collection(nameof(SharedBrowser))]
public sealed class PlaygroundViewTests(ServiceFixture service, BrowserFixture browser)
{
    private const string Explain = "**/v1/explain/columns";
    private const string Rows = "one\ntwo";

    private static readonly string Log = string.Join('\n', Enumerable.Range(10, 40).Select(i =>
        i == 30 ? "2031-04-17T03:30:00Z ERROR [pay] settlement 4711 failed" : $"2031-04-17T03:{i}:00Z INFO [http] request {i * 13} done in {i} ms"));

    [Fact]
    public async Task Samples_AreAllAnswered()
    {
        await using var page = await OpenAsync();
        var names = (await page.Page.Locator("#sample option").EvaluateAllAsync<string[]>("all => all.map(each => each.value)")).Where(name => name.Length > 0).ToArray();
        Assert.InRange(names.Length, 9, 20);

        foreach (var name in names)
        {
            await page.AnswerAfterAsync(() => page.Page.SelectOptionAsync("#sample", name));
            Assert.InRange(await page.NumberAsync("#compressed"), 1, await page.NumberAsync("#origin"));
        }

        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Content_OffersWhatTheApiTakes()
    {
        await using var page = await OpenAsync();
        var schema = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "openapi.json")))!["components"]!["schemas"]!["CompressRequest"]!["properties"]!["content"]!;

        var offered = await page.Page.Locator("#content option").EvaluateAllAsync<string[]>("all => all.map(each => each.value || 'auto')");

        Assert.Equal(schema["enum"]!.AsArray().Select(name => (string)name!).Order(), offered.Order());
    }

    [Fact]
    public async Task SeveralTexts_ShareOneBudget_AndAreDrawnOneAtATime()
    {
        const string Other = "The harbour office was painted green in spring. Nobody had asked for it, and the mayor, well, preferred blue.";
        await using var page = await OpenAsync();
        await page.Page.CheckAsync("input[value=texts]", new PageCheckOptions { Force = true });
        await page.TypeAsync($"{Texts.Meeting}\n---\n{Other}\n");

        await Assertions.Expect(page.Words).ToHaveTextAsync(Texts.Meeting);
        await page.Page.SelectOptionAsync("#pick", "1");
        await Assertions.Expect(page.Words).ToHaveTextAsync(Other);

        var answer = await service.Client.PostAsync("/v1/compress", new JsonObject { ["context"] = new JsonArray(Texts.Meeting, Other), ["rate"] = 0.5 });
        Assert.Equal((int)answer["compressed_tokens"]!, await page.NumberAsync("#compressed"));
        await page.Page.ClickAsync("#tab-compare");
        Assert.Equal([Texts.Meeting, (string)answer["compressed_prompt_list"]![0]!, Other, (string)answer["compressed_prompt_list"]![1]!], await page.Page.Locator("#compare .plain").AllTextContentsAsync());
    }

    [Fact]
    public async Task Messages_AreShownBeforeAndAfter()
    {
        await using var page = await OpenAsync();
        await page.Page.CheckAsync("input[value=messages]", new PageCheckOptions { Force = true });
        await Assertions.Expect(page.Page.Locator("#context-error")).ToContainTextAsync("is no JSON");
        await Assertions.Expect(page.Page.Locator("#stale")).ToBeVisibleAsync();

        var messages = new JsonArray(new JsonObject { ["role"] = "system", ["content"] = "Be brief." }, new JsonObject { ["role"] = "tool", ["content"] = Log });
        await page.TypeAsync(messages.ToJsonString());

        await Assertions.Expect(page.Page.Locator("#context-error")).ToBeHiddenAsync();
        await page.Page.ClickAsync("#tab-compare");
        Assert.Equal(["1. system: before", "After: the same", "2. tool: before", "After"], await page.Page.Locator("#compare h2").AllTextContentsAsync());
        var texts = await page.Page.Locator("#compare .plain").AllTextContentsAsync();
        Assert.Equal(Log, texts[2]);
        Assert.True(texts[3].Length < Log.Length * 0.8 && texts[3].Contains("settlement 4711", StringComparison.Ordinal));
        await page.Page.ClickAsync("#tab-compressed");
        Assert.Equal(2, JsonNode.Parse((await page.Page.TextContentAsync("#output"))!)!.AsArray().Count);
    }

    [Fact]
    public async Task Protect_AndOtherSwitches_AreWhatIsAskedFor()
    {
        await using var page = await OpenAsync();
        await page.Page.ClickAsync(".protect summary");

        Assert.Equal("""["none"]""", await AskedAsync("protect", () => page.Page.ClickAsync("#protect-none")));
        Assert.Equal("""["number"]""", await AskedAsync("protect", () => page.Page.CheckAsync("#rules input[value=number]")));
        Assert.Null(await AskedAsync("protect", () => page.Page.ClickAsync("#protect-default")));
        Assert.Equal("false", await AskedAsync("use_tags", () => page.Page.UncheckAsync("#use_tags")));
        Assert.Equal("false", await AskedAsync("reshape", () => page.Page.UncheckAsync("#reshape")));
        Assert.Equal("0.5", await AskedAsync("min_score", () => page.Page.FillAsync("#min_score", "0.5")));

        async Task<string?> AskedAsync(string field, Func<Task> action)
        {
            var request = await page.Page.RunAndWaitForRequestAsync(action, Explain);
            return JsonNode.Parse(request.PostData!)![field]?.ToJsonString();
        }
    }

    [Fact]
    public async Task Blocks_SayWhatWasLost_AndLeadToTheirLines()
    {
        await using var page = await OpenAsync();
        await page.TypeAsync($"{Texts.Meeting}\n\n{Log}");
        await page.Page.ClickAsync("#tab-blocks");

        var rows = page.Page.Locator("#block-rows tr");
        await Assertions.Expect(rows).ToHaveCountAsync(2);
        Assert.Matches("left out", await rows.Last.Locator(".loss.lost").TextContentAsync());
        await rows.Last.Locator("button").ClickAsync();
        await Assertions.Expect(page.Page.Locator("#words .current.line")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Arabic_RunsFromTheRight_AndBadgesDoNot()
    {
        await using var page = await OpenAsync();
        await page.AnswerAfterAsync(() => page.Page.SelectOptionAsync("#sample", "arabic"));
        await page.Page.WaitForSelectorAsync("#words .w");

        Assert.Equal("rtl", await page.Page.EvaluateAsync<string>("() => getComputedStyle(document.getElementById('context')).direction"));
        Assert.True(await IsLeftOfAsync("#words .w", 1, 0));
        await page.Page.ClickAsync("#tab-soft");
        await page.Page.WaitForSelectorAsync("#soft .seg");
        Assert.True(await IsLeftOfAsync("#soft .seg", 1, 0));
        Assert.Equal("ltr isolate", await page.Page.EvaluateAsync<string>("() => { const badge = getComputedStyle(document.querySelector('#soft .seg'), '::before'); return `${badge.direction} ${badge.unicodeBidi}`; }"));

        Task<bool> IsLeftOfAsync(string pieces, int one, int other) => page.Page.EvaluateAsync<bool>(
            "([pieces, one, other]) => { const all = document.querySelectorAll(pieces); return all[one].getClientRects()[0].left < all[other].getClientRects()[0].left; }", new object[] { pieces, one, other });
    }

    [Fact]
    public async Task Failure_MarksWhatIsShown_UntilThereIsAnAnswerAgain()
    {
        await using var page = await OpenAsync();
        await page.Page.RouteAsync(Explain, route => route.FulfillAsync(new RouteFulfillOptions { Status = 502, Body = "{}" }), new PageRouteOptions { Times = 1 });
        await page.Page.FillAsync("#context", Texts.Meeting);

        await Assertions.Expect(page.Page.Locator("#stale-text")).ToHaveTextAsync("There is no answer. What is shown is of the text before.");
        await Assertions.Expect(page.Page.Locator("#results.is-stale")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.Locator("#copy")).ToBeDisabledAsync();

        await page.AnswerAfterAsync(() => page.Page.ClickAsync("#again"));
        await Assertions.Expect(page.Page.Locator("#stale")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("#problem")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("#copy")).ToBeEnabledAsync();
        Assert.Equal(Texts.Meeting, await page.Words.TextContentAsync());
    }

    [Fact]
    public async Task Cancel_OffersToCompressAgain()
    {
        await using var page = await OpenAsync();
        await page.PasteAsync(Texts.Fresh(30_000, seed: 33));
        await page.Page.WaitForSelectorAsync("#progress:not([hidden])");
        await page.Page.ClickAsync("#cancel");

        await Assertions.Expect(page.Page.Locator("#stale-text")).ToHaveTextAsync("Cancelled. What is shown is of the text before.");
        await page.TypeAsync(Texts.Meeting);
        await Assertions.Expect(page.Page.Locator("#stale")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Reload_KeepsTextAndOptions()
    {
        await using var page = await OpenAsync();
        await page.Page.CheckAsync("input[value=texts]", new PageCheckOptions { Force = true });
        await page.TypeAsync(Rows);
        await page.AnswerAfterAsync(() => page.Page.FillAsync("#amount", "70"));
        await page.AnswerAfterAsync(() => page.Page.SelectOptionAsync("#model", "xlmr-mini-fast"));
        await page.Page.ClickAsync(".protect summary");
        await page.AnswerAfterAsync(() => page.Page.UncheckAsync("#rules input[value=number]"));

        await page.Page.ReloadAsync();
        await page.Page.WaitForFunctionAsync("() => document.getElementById('result').dataset.answer");

        Assert.Equal((Rows, "70", "xlmr-mini-fast"), (await page.Page.InputValueAsync("#context"), await page.Page.InputValueAsync("#amount"), await page.Page.InputValueAsync("#model")));
        Assert.True(await page.Page.IsCheckedAsync("input[value=texts]"));
        Assert.False(await page.Page.Locator("#rules input[value=number]").IsCheckedAsync());
    }

    private Task<PlaygroundPage> OpenAsync() => PlaygroundPage.OpenAnsweredAsync(browser, service.Client.BaseAddress!);
}
