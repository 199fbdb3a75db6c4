using System.Text;
using System.Text.Json;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Fuzz.Http;

/// <summary>
/// Raw bytes to a real service. It always answers or closes the connection; what it refuses it refuses with a problem; and
/// at the end it gives the answer that it gave at the beginning.
/// </summary>
public static class HttpFuzz
{
    private const string Problem = "application/problem+json";
    private const string Elsewhere = "elsewhere";
    private const int BetweenControls = 500;

    /// <summary>The longer ones first.</summary>
    private static readonly string[] Routes =
    [
        "/v1/compress/stream", "/v1/compress/batch", "/v1/compress", "/v1/explain/stream", "/v1/explain", "/v1/llmlingua/compress_prompt", "/v1/soft/compress", "/v1/soft/prompt",
        "/v1/cache/warm", "/v1/cache", "/v1/proxy", "/v1/models", "/v1/info", "/compat/headroom/v1/compress", "/compat/headroom/v1/retrieve", "/v1/originals", "/health", "/metrics", "/mcp", "/swagger",
    ];

    private static readonly byte[][] Fields = Corpus.Files("http");

    private static readonly HttpInput Control = HttpInput.Read(Encoding.UTF8.GetBytes(
        """
        POST /v1/compress HTTP/1.1
        Host: localhost
        Content-Type: application/json
        Connection: close
        Content-Length: {length}

        {"context":"Anna: Okay, um, so I think we should, you know, move the launch. Ben: Why? Anna: Well, the payment tests failed again last night.","rate":0.4}
        """));

    /// <param name="limits">How long.</param>
    /// <param name="replay">A file to send alone; null: the corpus and what comes of it.</param>
    public static async Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null)
    {
        // As a sidecar it reads what it would refuse otherwise: chats, and requests of any kind that it only forwards.
        await using var upstream = await EchoUpstream.StartAsync();
        await using var service = await ServiceProcess.StartAsync("--Engine:DefaultModel", "xlmr-mini-fast", "--Proxy:Upstream", upstream.Address);
        return await RunAsync(service.Address, limits, replay, () => service.Log);
    }

    /// <param name="address">Of a service that is ready.</param>
    /// <param name="limits">How long.</param>
    public static Task<FuzzReport> RunAsync(Uri address, FuzzLimits limits) => RunAsync(address, limits, null, () => "");

    private static async Task<FuzzReport> RunAsync(Uri address, FuzzLimits limits, string? replay, Func<string> log)
    {
        var expected = await ControlAsync(address);
        var sent = 0;
        var report = await new FuzzLoop<HttpInput>("http", input => input.Write()).RunAsync(
            limits.For(replay),
            replay is null ? Corpus.Files("http").Select(HttpInput.Read) : [HttpInput.Read(await File.ReadAllBytesAsync(replay))],
            HttpMutator.Mutate,
            async input =>
            {
                var outcomes = await CheckAsync(address, input, log);
                if (++sent % BetweenControls == 0)
                {
                    FuzzException.Unless(await ControlAsync(address) == expected, "the service answers otherwise than before");
                }

                return outcomes;
            });
        return await ControlAsync(address) == expected
            ? report
            : report with { Findings = [.. report.Findings, new Finding("at the end the service answers otherwise than at the beginning", Control.Write(), log())] };
    }

    private static async Task<IEnumerable<string>> CheckAsync(Uri address, HttpInput input, Func<string> log)
    {
        var answer = await HttpAnswer.ToAsync(address, input);
        var route = Encoding.Latin1.GetString(input.Head.AsSpan(0, Math.Max(0, input.Head.AsSpan().IndexOf((byte)'\r')))).Split(' ', '?') is [_, var path, ..] ? path : "";
        if (answer.Status < 400)
        {
            return [$"{answer.Status} {(answer.Status == 0 ? "" : Known(route))}"];
        }

        // 505 is said of other versions of HTTP, 501 where the sidecar does not forward, 502 of an upstream that cannot read what it is sent; no request can make the service fail.
        var isForwarded = Known(route) == Elsewhere;
        if (answer.Status is >= 500 and not (501 or 503 or 505) && !(isForwarded && answer.Status == 502))
        {
            throw new FuzzException($"{Known(route)} fails with {answer.Status} {Encoding.UTF8.GetString(answer.Body)}\n{log()}");
        }

        // The upstream's own answers look as it likes.
        if (isForwarded && answer.ContentType != Problem)
        {
            return [$"{answer.Status} {Elsewhere}"];
        }

        // What the server refuses before it is a request of anything has no body, and ends the connection; so does the answer to HEAD.
        if (answer.Body.Length == 0)
        {
            FuzzException.Unless(answer.Closes || input.Head.AsSpan().StartsWith("HEAD "u8), $"{answer.Status} without a problem");
            return [$"{answer.Status} by the server"];
        }

        if (answer.ContentType != Problem && (Begins(route, "/mcp") || Begins(route, "/compat/")))
        {
            return [$"{answer.Status} of another contract, {Known(route)}"];
        }

        FuzzException.Unless(answer.ContentType == Problem, $"{answer.Status} of type {answer.ContentType} at {route}");
        using var problem = JsonDocument.Parse(answer.Body);
        var code = problem.RootElement.GetProperty("code").GetString();
        FuzzException.Unless(problem.RootElement.GetProperty("status").GetInt32() == answer.Status, $"{answer.Status} with another status in its problem");
        return problem.RootElement.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateObject().Select(error => $"{answer.Status} {code} {Known(route)} {NameOf(error.Name)}")]
            : [$"{answer.Status} {code} {Known(route)}"];
    }

    /// <summary>The answer, without what differs from time to time.</summary>
    private static async Task<string> ControlAsync(Uri address)
    {
        var answer = await HttpAnswer.ToAsync(address, Control);
        FuzzException.Unless(answer.Status == 200, $"the control request gets {answer.Status}");
        using var json = JsonDocument.Parse(answer.Body);
        return json.RootElement.GetProperty("compressed_prompt").GetString()!;
    }

    /// <summary>Made-up addresses would be something new each time.</summary>
    private static string Known(string route) => Routes.FirstOrDefault(known => Begins(route, known)) ?? Elsewhere;

    private static bool Begins(string route, string known) => route.StartsWith(known, StringComparison.OrdinalIgnoreCase);

    /// <summary>Made-up names, too: what the corpus does not name is no field.</summary>
    private static string NameOf(string field) =>
        field.Split('[', '.')[0] is var name && (name == "$" || Fields.Any(file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"{name}\":")) >= 0)) ? name : "?";
}
