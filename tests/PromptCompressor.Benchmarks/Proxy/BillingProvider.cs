using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.Benchmarks.Proxy;

/// <summary>
/// An upstream with a prompt cache: of each request, messages that stood in the request before it, from the first one on, cost a tenth. Counts the JSON of messages in tokens of o200k. For one
/// conversation at a time.
/// </summary>
internal sealed class BillingProvider : IAsyncDisposable
{
    private const double CachedPrice = 0.1;

    private readonly WebApplication _app;
    private readonly Dictionary<string, int> _tokens = new(StringComparer.Ordinal);
    private string[] _before = [];

    private BillingProvider(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Tokens of all prompts.</summary>
    public long Tokens { get; private set; }

    /// <summary>What they cost, in prices of a token that is not cached.</summary>
    public double Cost { get; private set; }

    /// <summary>Requests that did not begin with all messages of the one before.</summary>
    public int Broken { get; private set; }

    public static async Task<BillingProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Limits.MaxRequestBodySize = null;
        });
        var provider = new BillingProvider(builder.Build());
        provider._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            provider.Bill(JsonNode.Parse(await reader.ReadToEndAsync())!);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{}");
        });
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The next request begins another conversation.</summary>
    public void Begin() => (_before, Tokens, Cost, Broken) = ([], 0, 0, 0);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Bill(JsonNode body)
    {
        // Markers say what to cache; they are no text.
        string[] messages = [.. (body["messages"] ?? body["input"])!.AsArray().Select(message => message!.ToJsonString().Replace(",\"cache_control\":{\"type\":\"ephemeral\"}", "", StringComparison.Ordinal))];
        var shared = messages.Zip(_before).TakeWhile(pair => pair.First == pair.Second).Count();
        Broken += shared < _before.Length ? 1 : 0;
        for (var i = 0; i < messages.Length; i++)
        {
            var tokens = TokensOf(messages[i]);
            Tokens += tokens;
            Cost += tokens * (i < shared ? CachedPrice : 1);
        }

        _before = messages;
    }

    private int TokensOf(string message)
    {
        if (!_tokens.TryGetValue(message, out var tokens))
        {
            _tokens[message] = tokens = BenchText.Counter.Count(message);
        }

        return tokens;
    }
}
