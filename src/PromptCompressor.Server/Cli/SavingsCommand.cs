using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PromptCompressor.Server.Caching.Admin;
using PromptCompressor.Server.Proxy;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Cli;

/// <summary>Asks a running service what its sidecar and its cache have saved.</summary>
internal static class SavingsCommand
{
    private const string KeyVariable = "PROMPTCOMPRESSOR_KEY";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var url = ServiceAddress.Option();
        var price = NumberOptions.Number("--price", "Price of a million input tokens, to show savings as money where the service has no Proxy:Policy:Prices.");
        var command = new Command("savings", $"Print what a running service has saved. If it has keys, put one into the environment variable {KeyVariable}.") { url, price };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(url)!, parsed.GetValue(price), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Uri url, double? price, CancellationToken cancellation)
    {
        using var client = new HttpClient { BaseAddress = url, Timeout = Patience };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation(ApiKeyCheck.Header, key);
        }

        try
        {
            var proxy = JsonSerializer.Deserialize(await client.GetByteArrayAsync(new Uri("/v1/proxy", UriKind.Relative), cancellation), ProxyJsonContext.Wire.ProxyResponse)!;
            var cache = JsonSerializer.Deserialize(await client.GetByteArrayAsync(new Uri("/v1/cache", UriKind.Relative), cancellation), CacheJsonContext.Wire.CacheResponse)!;
            await Console.Out.WriteLineAsync(Report(proxy, cache, price));
            return ExitCodes.Success;
        }
        catch (HttpRequestException e) when (e.StatusCode == System.Net.HttpStatusCode.Unauthorized)
        {
            await Console.Error.WriteLineAsync($"The service at {url} wants a key: put one into the environment variable {KeyVariable}.");
            return ExitCodes.Failure;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            await Console.Error.WriteLineAsync($"No answer from {url}: {e.Message}");
            return ExitCodes.Failure;
        }
    }

    internal static string Report(ProxyResponse proxy, CacheResponse cache, double? price)
    {
        var text = new StringBuilder("Since the service started:\n\n");
        if (!proxy.Enabled)
        {
            text.Append("The sidecar is off (Proxy:Upstream).\n");
        }
        else if (proxy.Outcomes.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"The sidecar (mode {proxy.Mode}) has had no requests.\n");
        }
        else
        {
            text.Append("outcome                                    requests        before         after         saved\n");
            foreach (var (outcome, totals) in proxy.Outcomes.OrderByDescending(outcome => outcome.Value.Requests))
            {
                text.Append(Row(outcome, totals.Requests, totals.OriginalTokens, totals.CompressedTokens));
            }

            var (before, after) = (proxy.Outcomes.Values.Sum(totals => totals.OriginalTokens), proxy.Outcomes.Where(outcome => !IsAudit(outcome.Key)).Sum(outcome => outcome.Value.CompressedTokens)
                + proxy.Outcomes.Where(outcome => IsAudit(outcome.Key)).Sum(outcome => outcome.Value.OriginalTokens));
            text.Append(Row("all", proxy.Outcomes.Values.Sum(totals => totals.Requests), before, after));
            text.Append(Money(proxy, before - after, price));

            if (proxy.Outcomes.Values.Sum(totals => totals.CacheReadTokens) is > 0 and var read)
            {
                text.Append(CultureInfo.InvariantCulture, $"\nPrompt tokens that the provider read from its own cache: {read:N0}\n");
            }
        }

        foreach (var (reason, texts) in proxy.SkippedTexts.Where(skipped => skipped.Value > 0))
        {
            text.Append(CultureInfo.InvariantCulture, $"Texts sent uncompressed ({reason}): {texts:N0}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nCache: {cache.Hits:N0} of {cache.Hits + cache.Misses:N0} segments needed no run of a model, which saved {cache.SavedMs / 1000:N1} s of model time.");
        return text.ToString();
    }

    /// <summary>The service's own prices know each LLM and what the provider reads from its cache, so they win over one price for all.</summary>
    private static string Money(ProxyResponse proxy, long saved, double? price)
    {
        var known = proxy.Outcomes.Where(outcome => !IsAudit(outcome.Key)).Sum(outcome => outcome.Value.SavedCost);
        return (known, price) switch
        {
            (not 0, _) => string.Create(CultureInfo.InvariantCulture, $"\nMoney saved, estimated by Proxy:Policy:Prices{(price is null ? "" : ", which win over --price")}: {known:0.00##}\n"),
            (_, { } million) => string.Create(CultureInfo.InvariantCulture, $"\nMoney saved at {million} for a million tokens: {saved * million / 1e6:0.00##}\n"),
            _ => "",
        };
    }

    /// <summary>An audit counts what would be saved; nothing is.</summary>
    private static bool IsAudit(string outcome) => outcome.Contains("audit", StringComparison.Ordinal);

    private static string Row(string name, long requests, long before, long after)
    {
        var saved = before == 0 ? 0 : 100.0 * (before - after) / before;
        return string.Create(CultureInfo.InvariantCulture, $"{name,-40} {requests,10:N0} {before,13:N0} {after,13:N0} {saved,11:0.0} %\n");
    }
}
