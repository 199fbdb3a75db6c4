using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Conversations through the sidecar: what goes on, and what its client is told.</summary>
public sealed class SidecarTests : IDisposable, IClassFixture<SidecarFixture>
{
    private const string Path = "/v1/chat/completions";

    private readonly FakeUpstream _upstream;
    private readonly HttpClient _client;

    public SidecarTests(SidecarFixture fixture) => (_upstream, _client) = (fixture.Upstream, fixture.Client);

    public void Dispose() => _upstream.Reset();

    [Fact]
    public async Task LongText_IsCompressed_AndToldOf()
    {
        var body = Conversation(Texts.Fresh(600, seed: 6101));
        using var response = await PostAsync(_client, body);

        Assert.Equal("compressed", Status(response));
        var (original, compressed) = (Header(response, "original-tokens"), Header(response, "compressed-tokens"));
        Assert.InRange(int.Parse(compressed, null), 1, int.Parse(original, null) * 0.55);
        Assert.InRange(_upstream.Last.Body.Length, 1, body.Length * 0.7);
        Assert.Equal(_upstream.Last.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), _upstream.Last.Headers["content-length"]);
        Assert.EndsWith("""},{"role":"user","content":"What is it about?"}], "stream" : false }""", _upstream.Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_upstream.Last.Headers.Keys, name => name.StartsWith("x-promptcompressor", StringComparison.OrdinalIgnoreCase));

        // The next turn begins with the very bytes of this one.
        var sent = _upstream.Last.Text;
        using var next = await PostAsync(_client, body.Replace("""about?"}]""", """about?"},{"role":"assistant","content":"Rivers."},{"role":"user","content":"Why?"}]""", StringComparison.Ordinal));
        var shared = sent.IndexOf("""}], "stream""", StringComparison.Ordinal);
        Assert.Equal(sent[..shared], _upstream.Last.Text[..shared]);
    }

    [Fact]
    public async Task TextsOfTheUser_GoOnAsTheyCame_UnlessAskedFor()
    {
        var body = Conversation(Texts.Fresh(600, seed: 6111)).Replace("\"tool\",\"tool_call_id\":\"c\"", "\"user\"", StringComparison.Ordinal);
        using var left = await PostAsync(_client, body);
        Assert.Equal(("skipped; reason=nothing_selected", body), (Status(left), _upstream.Last.Text));

        await using var sidecar = await (await SidecarHost.StartAsync(_upstream.Address, "--Proxy:TimeBudgetMilliseconds", "60000", "--Proxy:Policy:Kinds:0", "User")).UntilReadyAsync();
        using var asked = await PostAsync(sidecar.Client, body);
        Assert.Equal("compressed", Status(asked));
    }

    [Fact]
    public async Task ChunkedBody_IsCompressedToo()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Conversation(Texts.Fresh(600, seed: 6102))) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("compressed", Status(response));
        Assert.Equal("chunked", _upstream.Last.Headers["transfer-encoding"]);
        Assert.NotNull(JsonNode.Parse(_upstream.Last.Text));
    }

    [Theory]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", null, null, "skipped; reason=nothing_selected")]
    [InlineData("no json", null, null, "failed-open; reason=not_json")]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud83d\"}],", null, null, "failed-open; reason=not_json")]
    [InlineData("\u001f\u008b", "content-encoding", "gzip", "failed-open; reason=content_encoding")]
    [InlineData("{}", "content-digest", "sha-256=:AAAA:", "failed-open; reason=signed_body")]
    [InlineData("{}", "x-promptcompressor-mode", "off", "bypassed; reason=off")]
    public async Task WhatCannotBeCompressed_GoesOnAsItCame(string body, string? header, string? value, string status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        if (header is not null && !request.Headers.TryAddWithoutValidation(header, value))
        {
            request.Content.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, Status(response));
        Assert.Equal(body, _upstream.Last.Text);
    }

    [Fact]
    public async Task TimeThatRunsOut_SendsTheOriginal()
    {
        await using var sidecar = await (await SidecarHost.StartAsync(_upstream.Address, "--Proxy:TimeBudgetMilliseconds", "1")).UntilReadyAsync();
        var body = Conversation(Texts.Fresh(3000, seed: 6103));

        using var response = await PostAsync(sidecar.Client, body);

        Assert.Equal("failed-open; reason=time_budget", Status(response));
        Assert.Equal(body, _upstream.Last.Text);
    }

    [Fact]
    public async Task ModelsThatAreStillLoading_SendTheOriginal()
    {
        using var gate = new LoadingGate();
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, gate.Into);
        var body = Conversation(Texts.Fresh(600, seed: 6104));

        using var response = await PostAsync(sidecar.Client, body);

        gate.Open();
        Assert.Equal("failed-open; reason=not_ready", Status(response));
        Assert.Equal(body, _upstream.Last.Text);
    }

    [Fact]
    public async Task BodyOverTheLimit_GoesOnAsItCame()
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, "--Limits:BodyBytes", "2000");
        var body = Conversation(Texts.Fresh(600, seed: 6105));

        using var response = await PostAsync(sidecar.Client, body);
        Assert.Equal(body, _upstream.Last.Text);
        Assert.Equal("failed-open; reason=too_large", Status(response));

        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body) };
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(body, _upstream.Last.Text);
        Assert.Equal("failed-open; reason=too_large", Status(chunked));
    }

    /// <summary>What would be refused again is not to be tried again.</summary>
    [Theory]
    [InlineData("no json", null, null, "not_json", 422)]
    [InlineData("\u001f\u008b", "content-encoding", "gzip", "content_encoding", 415)]
    [InlineData("{}", "content-digest", "sha-256=:AAAA:", "signed_body", 422)]
    [InlineData(null, null, null, "too_large", 413)]
    public async Task FailClosed_RefusesInstead(string? body, string? header, string? value, string reason, int status)
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address, "--Proxy:FailClosed", "true", "--Limits:BodyBytes", "2000");
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? Conversation(Texts.Fresh(600, seed: 6110)))) };
        if (header is not null && !request.Headers.TryAddWithoutValidation(header, value))
        {
            request.Content.Headers.TryAddWithoutValidation(header, value);
        }

        using var response = await sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal((status, null), ((int)response.StatusCode, response.Headers.RetryAfter));
        Assert.Equal("not_compressed", (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["code"]);
        Assert.Equal($"failed-open; reason={reason}", Status(response));
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task WrongHeader_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(Conversation("Hi")), Headers = { { "x-promptcompressor-rate", "2" } } };
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task Keys_GuardTheSidecar_AndStayHere()
    {
        const string Key = "k-0123456789";
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var sidecar = await SidecarHost.StartAsync(
            _upstream.Address,
            "--Security:ApiKeys:0:Name", "team", "--Security:ApiKeys:0:Sha256", hash, "--Security:ApiKeys:0:Namespace", "team");

        using var without = await PostAsync(sidecar.Client, Conversation("Hi"));
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        Assert.Empty(_upstream.Requests);

        sidecar.Client.DefaultRequestHeaders.Add("x-promptcompressor-key", Key);
        sidecar.Client.DefaultRequestHeaders.Add("Authorization", "Bearer upstream");
        foreach (var path in new[] { Path, "/v1/files" })
        {
            using var with = await sidecar.Client.PostAsync(path, new StringContent(Conversation("Hi")), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, with.StatusCode);
            Assert.Equal("Bearer upstream", _upstream.Last.Headers["authorization"]);
            Assert.DoesNotContain(Key, string.Join(' ', _upstream.Last.Headers.Values), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Totals_TellCacheReadsFromWrites()
    {
        await using var sidecar = await SidecarHost.StartAsync(_upstream.Address);
        _upstream.Answer = FakeUpstream.Json("""{"usage":{"input_tokens":11,"cache_creation_input_tokens":7,"cache_read_input_tokens":5}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/messages") { Content = new StringContent("{}"), Headers = { { "x-promptcompressor-mode", "off" } } };
        using var response = await sidecar.Client.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        // Counted once all has been sent, which the client may see first.
        JsonObject? totals = null;
        await Eventually.TrueAsync(async () => (totals = await sidecar.Client.GetJsonAsync("/v1/proxy"))["outcomes"]!.AsObject().Count > 0);

        var off = totals!["outcomes"]!["bypassed; reason=off"]!;
        Assert.Equal((true, "compress"), ((bool)totals["enabled"]!, (string?)totals["mode"]));
        Assert.Equal((1, 1, 11, 5, 7), ((int)off["requests"]!, (int)off["answers"]!, (int)off["input_tokens"]!, (int)off["cache_read_tokens"]!, (int)off["cache_written_tokens"]!));
    }

    [Fact]
    public async Task Totals_CountWhatWasAnswered_AndTheRestApart()
    {
        await using var sidecar = await (await SidecarHost.StartAsync(
            _upstream.Address, "--Proxy:Policy:Prices:0:Model", "gpt-*", "--Proxy:Policy:Prices:0:Input", "2", "--Proxy:TimeBudgetMilliseconds", "60000")).UntilReadyAsync();
        var rows = string.Join("\\n", Enumerable.Range(0, 300).Select(i => $"2031-04-17T03:38:{i % 60:00}Z INFO worker-{i % 4} handled request {i} in {i * 7 % 90} ms"));
        var body = $$"""{"model":"gpt-4o","messages":[{"role":"tool","tool_call_id":"1","content":"{{rows}}"}]}""";

        _upstream.Answer = FakeUpstream.Json("""{"error":{"message":"busy"}}""", StatusCodes.Status503ServiceUnavailable);
        using var refused = await PostAsync(sidecar.Client, body);
        _upstream.Answer = FakeUpstream.Json("""{"usage":{"prompt_tokens":11}}""");
        using var answered = await PostAsync(sidecar.Client, body);
        using var counted = await sidecar.Client.PostAsync("/v1/messages/count_tokens", new StringContent(body), TestContext.Current.CancellationToken);

        JsonNode? compressed = null;
        await Eventually.TrueAsync(async () => (int?)(compressed = (await sidecar.Client.GetJsonAsync("/v1/proxy"))["outcomes"]?["compressed"])?["requests"] == 3);
        var saved = int.Parse(answered.Headers.GetValues("x-promptcompressor-original-tokens").Single(), CultureInfo.InvariantCulture) - int.Parse(answered.Headers.GetValues("x-promptcompressor-compressed-tokens").Single(), CultureInfo.InvariantCulture);
        Assert.Equal((1, 1, 1), ((int)compressed!["count_requests"]!, (int)compressed["failed_requests"]!, (int)compressed["answers"]!));
        Assert.Equal(saved, (int)compressed["original_tokens"]! - (int)compressed["compressed_tokens"]!);
        Assert.Equal(saved * 2e-6, (double)compressed["saved_cost"]!, 9);
        Assert.Equal(saved * 2e-6, double.Parse(answered.Headers.GetValues("x-promptcompressor-saved-cost").Single(), CultureInfo.InvariantCulture), 7);
        Assert.Contains("promptcompressor_proxy_duration_seconds_count{", await sidecar.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_CountByTreatment_AndNameNoModel()
    {
        const string Compressed = "{status=\"compressed\"}";
        const string Provider = "promptcompressor_proxy_provider_tokens_total{status=\"compressed\",kind=";
        var before = await AllAsync((_, series) => Metrics.ValueOfAsync(_client, series));
        _upstream.Answer = FakeUpstream.Json("""{"usage":{"prompt_tokens":1100,"prompt_tokens_details":{"cached_tokens":500},"cache_creation_input_tokens":70}}""");

        using var response = await PostAsync(_client, Conversation(Texts.Fresh(600, seed: 6110)).Replace("gpt-4o", "zanzibarium-7b", StringComparison.Ordinal));

        double[] added = [1, int.Parse(Header(response, "original-tokens"), null), int.Parse(Header(response, "compressed-tokens"), null), 1, 1100, 500, 70];
        var after = await AllAsync((i, series) => Metrics.AtLeastAsync(_client, series, before[i] + added[i]));
        Assert.All(after, (value, i) => Assert.True(value >= before[i] + added[i], $"{i}: {value} after {before[i]}, {added[i]} expected."));
        Assert.DoesNotContain("zanzibarium", await _client.GetStringAsync("/metrics", TestContext.Current.CancellationToken), StringComparison.Ordinal);

        using var failed = await PostAsync(_client, "no json");
        Assert.True(await Metrics.AtLeastAsync(_client, "promptcompressor_proxy_requests_total{status=\"failed-open\",reason=\"not_json\"}", 1) >= 1);

        async Task<double[]> AllAsync(Func<int, string, Task<double>> read)
        {
            string[] series =
            [
                $"promptcompressor_proxy_requests_total{Compressed}", $"promptcompressor_proxy_tokens_original_total{Compressed}", $"promptcompressor_proxy_tokens_compressed_total{Compressed}",
                $"promptcompressor_proxy_provider_answers_total{Compressed}", $"{Provider}\"input\"}}", $"{Provider}\"cache_read\"}}", $"{Provider}\"cache_written\"}}",
            ];
            var values = new double[series.Length];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = await read(i, series[i]);
            }

            return values;
        }
    }

    private static string Conversation(string text) =>
        $$"""{ "model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"tool","tool_call_id":"c","content":{{System.Text.Json.JsonSerializer.Serialize(text)}}},{"role":"user","content":"What is it about?"}], "stream" : false }""";

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string body) =>
        await client.PostAsync(Path, new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    private static string Status(HttpResponseMessage response) => Header(response, "status");

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues($"x-promptcompressor-{name}").Single();
}
