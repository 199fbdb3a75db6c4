using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>
/// The sidecar's metrics. Their labels are its own words alone: an LLM's name is the client's to choose, and would be a series for each that one
/// makes up.
/// </summary>
internal static class ProxyInstruments
{
    private static readonly Meter Meter = new(TelemetryNames.Source);
    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(TelemetryNames.ProxyRequests, "{request}", "Requests by how the sidecar treated them.");
    private static readonly Counter<long> Original = Meter.CreateCounter<long>(TelemetryNames.ProxyTokensOriginal, "{token}", "Tokens of compressed texts, before.");
    private static readonly Counter<long> Compressed = Meter.CreateCounter<long>(TelemetryNames.ProxyTokensCompressed, "{token}", "Tokens of compressed texts, afterwards.");
    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(TelemetryNames.ProviderAnswers, "{answer}", "Answers in which the provider told what it counted.");
    private static readonly Counter<long> Provider = Meter.CreateCounter<long>(TelemetryNames.ProviderTokens, "{token}", "Tokens of prompts as the provider counted them.");

    public static void Add(RewriteOutcome outcome, Usage? usage)
    {
        var tags = new TagList { { TelemetryNames.Status, outcome.Name } };
        if (outcome.Reason is { } reason)
        {
            tags.Add(TelemetryNames.Reason, reason);
        }

        Requests.Add(1, tags);
        if (outcome is { OriginalTokens: { } original, CompressedTokens: { } compressed })
        {
            Original.Add(original, tags);
            Compressed.Add(compressed, tags);
        }

        if (usage?.Input is { } input)
        {
            Answers.Add(1, tags);
            AddTokens("input", input);
            AddTokens("cache_read", usage.CacheRead ?? 0);
            AddTokens("cache_written", usage.CacheWritten ?? 0);
        }

        void AddTokens(string kind, long tokens)
        {
            var kinds = tags;
            kinds.Add(TelemetryNames.Kind, kind);
            Provider.Add(tokens, kinds);
        }
    }
}
