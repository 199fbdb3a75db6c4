using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>Sends what clients send while everything round the service fails, and compares each answer with what it must be.</summary>
internal sealed class ChaosClient(Uri address) : IDisposable
{
    /// <summary>How many requests of twenty are of each kind.</summary>
    public const string Mix = "8 known texts, 4 new ones, 4 turns of conversations, 2 chats whose upstream resets, cuts or refuses, 2 whose client leaves after 15 ms.";

    private const int Known = 300;
    private const int Conversations = 40;
    private const int TurnsEach = 20;

    private readonly HttpClient _client = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(1) };
    private readonly ConcurrentDictionary<int, string> _known = [];
    private readonly ConcurrentDictionary<string, string> _new = [];
    private readonly Conversation[] _conversations = [.. Enumerable.Range(0, Conversations).Select(_ => new Conversation())];
    private int _compared;
    private int _turns;

    public int Compared => _compared;

    public int Turns => _turns;

    /// <summary>Asks for every known text while all is well.</summary>
    public Task LearnAsync() => Parallel.ForAsync(0, Known, async (i, _) => _known[i] = (await CompressAsync(KnownText(i), CancellationToken.None)).Output!);

    /// <returns>The status, 0 for a client that left; and what went wrong, if anything did.</returns>
    public async Task<(int Status, string? Failure)> SendAsync(int i)
    {
        try
        {
            return (i % 20) switch
            {
                < 8 => await KnownAsync(i * 7919 % Known),
                < 12 => await NewAsync(i),
                < 16 => await TurnAsync(_conversations[((i / 20 * 4) + (i % 4)) % Conversations]),
                < 18 => await TroubleAsync(i),
                _ => await LeaveAsync(i),
            };
        }
        catch (HttpRequestException e)
        {
            return (-1, $"no answer: {e.Message}");
        }
        catch (TaskCanceledException)
        {
            return (-1, "no answer within a minute");
        }
    }

    /// <returns>How many of so many answers to new texts differ from those of an engine that saw none of it.</returns>
    public async Task<int> RecheckAsync(int count)
    {
        using var engine = BenchText.Engine(cacheBytes: 0);
        var compressor = engine.CompressorOf(engine.Model(LoadTexts.Model));
        var wrong = 0;
        foreach (var (text, output) in _new.OrderBy(pair => pair.Key, StringComparer.Ordinal).Take(count))
        {
            var own = (await compressor.CompressAsync(BenchText.Request(text), CancellationToken.None)).Joined;
            wrong += own == output ? 0 : 1;
        }

        return wrong;
    }

    public void Dispose() => _client.Dispose();

    private static string KnownText(int i) => LoadTexts.OfAnySize(20, 400, 710_000 + i);

    private static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    private async Task<(int Status, string? Failure)> KnownAsync(int text)
    {
        var (status, output) = await CompressAsync(KnownText(text), CancellationToken.None);
        Interlocked.Increment(ref _compared);
        return (status, status != 200 ? $"{status} for a known text" : output == _known[text] ? null : "another answer than before");
    }

    private async Task<(int Status, string? Failure)> NewAsync(int i)
    {
        // Longer than what the service leaves as it came.
        var text = LoadTexts.OfAnySize(60, 200, 720_000 + i);
        var (status, output) = await CompressAsync(text, CancellationToken.None);
        if (status == 200)
        {
            _new[text] = output!;
        }

        return (status, status == 200 ? null : $"{status} for a new text");
    }

    /// <summary>Its next turn: all that was said, and one more result of a tool. What is forwarded begins with what was forwarded last.</summary>
    private async Task<(int Status, string? Failure)> TurnAsync(Conversation conversation)
    {
        await conversation.Turn.WaitAsync();
        try
        {
            if (conversation.Said.Count >= TurnsEach * 3)
            {
                conversation.Said.Clear();
                conversation.Forwarded = [];
            }

            var seed = Interlocked.Increment(ref _turns);
            if (conversation.Said.Count > 0)
            {
                conversation.Said.Add(Message("assistant", "It says so."));
            }

            conversation.Said.Add(Message("user", $"Question {seed}: what does it say?"));
            conversation.Said.Add(Message("tool", LoadTexts.OfAnySize(100, 400, 730_000 + seed)));
            var (status, text) = await ChatAsync(conversation.Said, "");
            if (status != 200)
            {
                return (status, $"{status} for a chat: {text[..Math.Min(text.Length, 200)]}");
            }

            string[] forwarded = [.. JsonNode.Parse(text)!["messages"]!.AsArray().Select(message => message!.ToJsonString())];
            var isPrefix = forwarded.AsSpan().StartsWith(conversation.Forwarded);
            conversation.Forwarded = forwarded;
            return (status, isPrefix ? forwarded.Length == conversation.Said.Count ? null : "a message is missing" : "the prefix of a conversation changed");
        }
        finally
        {
            conversation.Turn.Release();
        }
    }

    private async Task<(int Status, string? Failure)> TroubleAsync(int i)
    {
        var (trouble, expected) = (i / 20 % 3) switch { 0 => ("reset", 502), 1 => ("cut", 200), _ => ("refuse", 503) };
        try
        {
            var (status, _) = await ChatAsync([Message("tool", LoadTexts.Of(150, 740_000 + i))], trouble);
            return (status, status == expected && trouble != "cut" ? null : $"{status} where the upstream does {trouble}");
        }
        catch (Exception e) when (trouble == "cut" && e is HttpRequestException or IOException)
        {
            // A body that ends early must end early here, too.
            return (expected, null);
        }
    }

    /// <summary>Whether it was served by then or not.</summary>
    private async Task<(int Status, string? Failure)> LeaveAsync(int i)
    {
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(15));
        try
        {
            var (status, _) = await CompressAsync(LoadTexts.Of(400, 750_000 + i), impatience.Token);
            return (status, status == 200 ? null : $"{status} for a client in a hurry");
        }
        catch (OperationCanceledException)
        {
            return (0, null);
        }
    }

    private async Task<(int Status, string? Output)> CompressAsync(string text, CancellationToken cancellation)
    {
        using var content = Json(new JsonObject { ["context"] = text, ["rate"] = 0.5 });
        using var response = await _client.PostAsync(new Uri("/v1/compress", UriKind.Relative), content, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? (string)JsonNode.Parse(body)!["compressed_prompt"]! : null);
    }

    private async Task<(int Status, string Body)> ChatAsync(IEnumerable<JsonObject> messages, string trouble)
    {
        using var content = Json(new JsonObject { ["model"] = "any", ["messages"] = new JsonArray([.. messages.Select(message => message.DeepClone())]) });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.Add(EchoUpstream.Trouble, trouble);
        using var response = await _client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static StringContent Json(JsonObject body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private sealed class Conversation
    {
        /// <summary>One turn at a time, as a client does.</summary>
        public SemaphoreSlim Turn { get; } = new(1);

        public List<JsonObject> Said { get; } = [];

        public string[] Forwarded { get; set; } = [];
    }
}
