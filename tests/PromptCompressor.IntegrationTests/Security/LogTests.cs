using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PromptCompressor.IntegrationTests.Proxy;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>The log of a real process that tells everything: nobody writes records of his own, and neither texts nor keys are in it.</summary>
public sealed partial class LogTests
{
    private const string Text = "pineapple-harbour";
    private const string Key = "key-of-anna";
    private const string Evil = "%0d%0a2026-01-01T00:00:00.000Z%20info:%20forged%1b[2J%e2%80%a8%c2%85";

    [Theory]
    [InlineData("line")]
    [InlineData("json")]
    public async Task Records_StayOneLineEach_AndHoldNoSecrets(string formatter)
    {
        await using var upstream = await FakeUpstream.StartAsync();
        string log;
        await using (var service = await ServiceProcess.StartAsync(
            [.. ServiceProcess.TinyModels, "--Proxy:Upstream", upstream.Address, "--Logging:Console:FormatterName", formatter, .. DebugEverything(), .. KeyedService.Key(0, "anna", "x")]))
        {
            await AskEverythingAsync(service.Client);
            log = await service.StopAsync();
        }

        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 100);
        Assert.All(lines, line => Assert.Matches(formatter == "json" ? JsonRecord() : LineRecord(), line));
        Assert.Contains("forged", log, StringComparison.Ordinal);
        Assert.DoesNotContain(log, c => c != '\n' && (char.IsControl(c) || c == '\u2028'));
        Assert.DoesNotContain(Text, log, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, log, StringComparison.Ordinal);
    }

    private static string[] DebugEverything() =>
        [.. new[] { "Default", "Microsoft.AspNetCore", "ModelContextProtocol", "Yarp" }.SelectMany(category => new[] { $"--Logging:LogLevel:{category}", "Debug" })];

    private static async Task AskEverythingAsync(HttpClient client)
    {
        await SendAsync("/v1/compress", $$"""{ "context": "{{Text}}" }""", HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Add("x-promptcompressor-key", Key);
        await SendAsync("/v1/compress", $$"""{ "context": "{{Text}} is a word", "question": "{{Text}}?" }""", HttpStatusCode.OK);
        await SendAsync("/v1/compress", $$"""{ "context": "{{Text}}", "model": "a\r\n{{Text}}", "{{Text}}": 1 }""", HttpStatusCode.UnprocessableEntity);
        await SendAsync("/v1/compress", $$"""{ "context": {{Text}} }""", HttpStatusCode.BadRequest);
        await SendAsync("/v1/compress/batch", $$"""{ "items": [{ "context": "{{Text}}" }, { "context": 1, "{{Text}}": 2 }] }""", HttpStatusCode.OK);
        await SendAsync("/v1/compress/stream", $$"""{ "context": "{{Text}}" }""", HttpStatusCode.OK);
        await SendAsync("/v1/cache/warm", $"\"{Text}\"\n{Text}", HttpStatusCode.OK, "application/x-ndjson");
        await SendAsync("/compat/headroom/v1/compress", $$"""{ "model": "gpt-4o", "messages": [{ "role": "tool", "content": "{{Text}}" }] }""", HttpStatusCode.OK);
        await SendAsync(
            "/mcp",
            $$"""{ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": { "name": "compress_context", "arguments": { "context": "{{Text}}", "model": "{{Text}}" } } }""",
            HttpStatusCode.OK);
        await SendAsync("/v1/chat/completions", $$"""{ "model": "gpt-4o", "messages": [{ "role": "user", "content": "{{Text}}" }] }""", HttpStatusCode.OK);
        await SendAsync("/v1/chat/completions", $"{{ {Text}", HttpStatusCode.OK);
        await SendAsync($"/v1/models{Evil}", "{}", HttpStatusCode.OK);
        await SendAsync($"/compat/headroom/v1/retrieve/{Evil}", null, HttpStatusCode.NotFound);

        async Task SendAsync(string path, string? body, HttpStatusCode expected, string type = "application/json")
        {
            using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
            request.Headers.Accept.ParseAdd("application/json, text/event-stream, application/x-ndjson");
            request.Headers.TryAddWithoutValidation("User-Agent", "agent\u001b[31m");
            request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
            using var response = await client.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z (dbug|info|warn|fail|crit): [\w.]+\[\d+\] ")]
    private static partial Regex LineRecord();

    [GeneratedRegex(@"^\{""Timestamp"":""[^""]+"",""EventId"":.*\}$")]
    private static partial Regex JsonRecord();
}
