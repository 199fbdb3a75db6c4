using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>Sends what clients send, each kind in its turn, and knows what must come back.</summary>
internal sealed class SoakClient(Uri address) : IDisposable
{
    /// <summary>How many requests of twenty are of each kind.</summary>
    public const string Mix = "6 known texts, 2 new ones, 1 conversation, 1 explanation, 2 streams, 1 batch, 1 soft prompt, 1 in the reference mode, 1 for the cache routes, 2 wrong ones, 2 whose client leaves after 15 ms.";

    private const int Known = 300;
    private const int BetweenClears = 3_000;

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };

    /// <returns>The status, 0 for a client that left; and what went wrong, if anything did.</returns>
    public async Task<(int Status, string? Failure)> SendAsync(int i) => (i % 20) switch
    {
        < 6 => await PostAsync("/v1/compress", Body(Text(i)), 200),
        6 or 7 => await PostAsync("/v1/compress", Body(NewText(i)), 200),
        8 => await PostAsync("/v1/compress", new JsonObject { ["messages"] = new JsonArray(Message("system", "Be brief."), Message("user", Text(i)), Message("tool", Text(i + 1))) }, 200),
        9 => await PostAsync("/v1/explain", Body(Text(i)), 200),
        10 => await PostAsync("/v1/compress/stream", Body(NewText(i)), 200),
        11 => await PostAsync("/v1/explain/stream", Body(Text(i)), 200),
        12 => await PostAsync("/v1/compress/batch", new JsonObject { ["items"] = new JsonArray(Body(Text(i)), Body(Text(i + 7)), new JsonObject { ["context"] = 7 }) }, 200),
        13 => await PostAsync("/v1/soft/prompt", new JsonObject { ["context"] = Text(i % 40), ["question"] = "Who?" }, 200),
        14 => await PostAsync("/v1/compress", new JsonObject { ["context"] = Text(i % 40), ["mode"] = "reference" }, 200),
        15 => await CacheAsync(i),
        16 => await PostAsync("/v1/compress", new JsonObject { ["context"] = Text(i), ["rate"] = 7, ["surplus"] = NewText(i) }, 422),
        17 => await PostAsync("/v1/compress", "{\"context\": \"" + Text(i), "application/json", 400),
        _ => await LeaveAsync(i),
    };

    public void Dispose() => _client.Dispose();

    private static string Text(int i) => LoadTexts.OfAnySize(20, 600, 400_000 + (i * 7919 % Known));

    private static string NewText(int i) => LoadTexts.OfAnySize(20, 200, 500_000 + i);

    private static JsonObject Body(string text) => new() { ["context"] = text, ["rate"] = 0.4 };

    private static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    private async Task<(int Status, string? Failure)> CacheAsync(int i)
    {
        if (i % BetweenClears < 20)
        {
            return await CheckAsync(new HttpRequestMessage(HttpMethod.Delete, "/v1/cache"), 200, CancellationToken.None);
        }

        return i % 40 < 20
            ? await CheckAsync(new HttpRequestMessage(HttpMethod.Get, "/v1/cache"), 200, CancellationToken.None)
            : await PostAsync("/v1/cache/warm", Body(Text(i))["context"]!.ToJsonString() + "\n" + new JsonObject { ["context"] = Text(i + 3) }.ToJsonString() + "\n", "application/x-ndjson", 200);
    }

    /// <summary>Whether it was served by then or not.</summary>
    private async Task<(int Status, string? Failure)> LeaveAsync(int i)
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(15));
        try
        {
            return await CheckAsync(Request("/v1/compress", Body(LoadTexts.Of(400, 600_000 + i)).ToJsonString(), "application/json"), 200, impatience.Token);
        }
        catch (OperationCanceledException)
        {
            return (0, null);
        }
    }

    private Task<(int Status, string? Failure)> PostAsync(string path, JsonObject body, int expected) => PostAsync(path, body.ToJsonString(), "application/json", expected);

    private Task<(int Status, string? Failure)> PostAsync(string path, string body, string type, int expected) => CheckAsync(Request(path, body, type), expected, CancellationToken.None);

    private static HttpRequestMessage Request(string path, string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    }

    private async Task<(int Status, string? Failure)> CheckAsync(HttpRequestMessage request, int expected, CancellationToken cancellation)
    {
        using (request)
        {
            try
            {
                using var response = await _client.SendAsync(request, cancellation);
                var text = await response.Content.ReadAsStringAsync(cancellation);
                var status = (int)response.StatusCode;
                return (status, status == expected ? null : $"{request.Method} {request.RequestUri}: {status} instead of {expected}: {text[..Math.Min(text.Length, 200)]}");
            }
            catch (HttpRequestException e)
            {
                return (-1, $"{request.Method} {request.RequestUri}: {e.Message}");
            }
        }
    }
}
