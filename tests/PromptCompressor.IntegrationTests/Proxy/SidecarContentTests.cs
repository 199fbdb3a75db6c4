using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Results of tools through the sidecar: what a model reads of logs, tables, code and failed calls.</summary>
public sealed class SidecarContentTests : IDisposable, IClassFixture<SidecarFixture>
{
    private const string Failure = "2031-04-17T03:40:00.280Z ERROR [pay] settlement 4711 failed: connection refused";
    private const string Asked = "2031-04-17T03:33:00.231Z INFO [http] request 1429 for /orders/33 done in 99 ms";

    private static readonly string Log = string.Join('\n', Enumerable.Range(0, 60).Select(i => i == 40 ? Failure
        : string.Create(CultureInfo.InvariantCulture, $"2031-04-17T03:{i:00}:00.{i * 7:000}Z INFO [http] request {1000 + (i * 13)} for /orders/{i} done in {i * 3} ms")));

    private static readonly string Json = new JsonArray([.. Enumerable.Range(0, 80).Select(i => (JsonNode)new JsonObject { ["id"] = i, ["town"] = "Oslo", ["total"] = i * 37 })]).ToJsonString();

    private static readonly string Read = string.Join('\n', Enumerable.Range(1, 60).Select(i => $"{i,6}\t    total_{i} = sum(row.price for row in rows if row.day == {i})"));

    private readonly FakeUpstream _upstream;
    private readonly HttpClient _client;

    public SidecarContentTests(SidecarFixture fixture) => (_upstream, _client) = (fixture.Upstream, fixture.Client);

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task Results_ShrinkByTheirKind_AndReadsStay()
    {
        var sent = await SentAsync(_client, Log, Json, Read);

        Assert.Contains(Failure, sent[0].Split('\n'));
        Assert.InRange(sent[0].Length, 1, Log.Length * 0.3);
        Assert.Equal(80, (int)JsonNode.Parse(sent[1])!["count"]!);
        Assert.Equal(Read, sent[2]);
        Assert.Equal(sent, await SentAsync(_client, Log, Json, Read));
    }

    [Fact]
    public async Task Query_OfTheCall_KeepsWhatItAskedFor()
    {
        Assert.DoesNotContain(Asked, (await SentAsync(_client, Log))[0], StringComparison.Ordinal);

        using var response = await _client.PostAsync(
            "/v1/chat/completions", BodyOf(Conversation([("call_0", Log)], """{"pattern":"/orders/33 "}""")), TestContext.Current.CancellationToken);

        Assert.Contains(Asked, Texts(_upstream.Last.Text)[0], StringComparison.Ordinal);
    }

    /// <summary>By meaning: the question has no word of the sentence that answers it.</summary>
    [Fact]
    public async Task Query_OfTheCall_IsUnderstoodInProseOfAnotherLanguage()
    {
        const string Answer = "weil ein Stützbalken gebrochen ist";
        const string News =
            "Die Gemeinde hat im Mai drei neue Bänke am Ufer aufgestellt, und die Schule pflanzt dort jedes Jahr Weiden. Der Chor probt mittwochs im Pfarrhaus und sucht noch zwei Bassstimmen für das Konzert im Dezember. " +
            "Wer ein Fahrrad ausleihen will, meldet sich im Laden an der Brücke, der von neun bis achtzehn Uhr geöffnet hat. Im Rathaus hängt seit Montag der Entwurf für den neuen Spielplatz, den ein Büro aus Lemgo gezeichnet hat. " +
            "Die Feuerwehr übt am ersten Samstag im Monat hinter der Turnhalle und zeigt danach ihre Fahrzeuge. Für die Wanderung nach Horn braucht man feste Schuhe, etwas Proviant und eine Karte, denn der Weg ist schlecht beschildert. " +
            "Die Bücherei hat vierhundert Bände aus einer Erbschaft bekommen und ordnet sie bis Ostern. Ein Imker aus dem Nachbardorf erklärt den Kindern, wie Bienen überwintern und was sie im Januar fressen. " +
            "Der Bus nach Detmold fährt ab Juni alle dreißig Minuten, am Sonntag alle zwei Stunden. Auf dem Markt gibt es freitags Käse, Brot und im Advent auch Kerzen aus eigener Herstellung.";
        var prose = $"{News}\n\n{string.Join("\n\n", Support.Texts.Foreign)}";
        Assert.DoesNotContain(Answer, (await SentAsync(_client, prose))[0], StringComparison.Ordinal);

        using var response = await _client.PostAsync(
            "/v1/chat/completions", BodyOf(Conversation([("call_0", prose)], """{"query":"Why is the mill closed to visitors?"}""")), TestContext.Current.CancellationToken);

        Assert.Contains(Answer, Texts(_upstream.Last.Text)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task FailedCalls_GoOnAsTheyCame()
    {
        var body = new JsonObject
        {
            ["model"] = "claude-x",
            ["messages"] = new JsonArray(new JsonObject
            {
                ["role"] = "user",
                ["content"] = new JsonArray(new JsonObject { ["type"] = "tool_result", ["tool_use_id"] = "t", ["is_error"] = true, ["content"] = Log[..(Log.Length / 2)] }),
            }),
        }.ToJsonString();
        using var response = await _client.PostAsync("/v1/messages", BodyOf(body), TestContext.Current.CancellationToken);

        Assert.Equal(body, _upstream.Last.Text);
        Assert.Equal("skipped; reason=nothing_selected", response.Headers.GetValues("x-promptcompressor-status").Single());
    }

    [Theory]
    [InlineData("--Proxy:Policy:Content", "Prose", true, false)]
    [InlineData("--ContentKinds:Off:0", "json", true, false)]
    public async Task Settings_TakeContentAsProse_OrLeaveKindsAlone(string option, string value, bool shrinksLog, bool shrinksJson)
    {
        await using var sidecar = await (await SidecarHost.StartAsync(_upstream.Address, "--Proxy:TimeBudgetMilliseconds", "60000", option, value)).UntilReadyAsync();
        var sent = await SentAsync(sidecar.Client, Log, Json);

        Assert.Equal((shrinksLog, shrinksJson), (sent[0] != Log, sent[1] != Json));
        Assert.Equal(option.EndsWith("Content", StringComparison.Ordinal), !sent[0].Contains(Failure, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--ContentKinds:Off:0", "unknown", "ContentKinds:Off has 'unknown', and must have names of kinds: prose, dialogue, ")]
    [InlineData("--ContentKinds:Off:0", "Pictures", "ContentKinds:Off has 'Pictures'")]
    [InlineData("--Proxy:Policy:ErrorTokens", "-1", "ErrorTokens")]
    public async Task WrongSettings_AreRefusedByName(string option, string value, string complaint)
    {
        var (exitCode, _, error) = await ServerProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--Proxy:Upstream", "http://127.0.0.1:9", option, value]);

        Assert.Equal(1, exitCode);
        Assert.Contains(complaint, error, StringComparison.Ordinal);
    }

    private async Task<string[]> SentAsync(HttpClient client, params string[] results)
    {
        using var response = await client.PostAsync(
            "/v1/chat/completions", BodyOf(Conversation([.. results.Select((text, i) => ($"call_{i}", text))], "{}")), TestContext.Current.CancellationToken);

        Assert.Equal("compressed", response.Headers.GetValues("x-promptcompressor-status").Single());
        return Texts(_upstream.Last.Text);
    }

    private static string[] Texts(string body) => [.. JsonNode.Parse(body)!["messages"]!.AsArray().Skip(2).Select(message => (string)message!["content"]!)];

    private static StringContent BodyOf(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Conversation((string Id, string Text)[] results, string arguments)
    {
        var calls = new JsonArray([.. results.Select(result => new JsonObject
        {
            ["id"] = result.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = "look", ["arguments"] = arguments },
        })]);
        return new JsonObject
        {
            ["model"] = "gpt-4o",
            ["messages"] = new JsonArray(
            [
                new JsonObject { ["role"] = "user", ["content"] = "What is wrong?" },
                new JsonObject { ["role"] = "assistant", ["content"] = null, ["tool_calls"] = calls },
                .. results.Select(result => new JsonObject { ["role"] = "tool", ["tool_call_id"] = result.Id, ["content"] = result.Text }),
            ]),
        }.ToJsonString();
    }
}
