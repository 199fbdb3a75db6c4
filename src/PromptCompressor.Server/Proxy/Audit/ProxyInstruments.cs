using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>
/// The sidecar's metrics. Their labels are its own words alone: an LLM's name is the client's to choose, and would be a series for each that one
/// makes up.
/// </summary>
internal sealed class ProxyInstruments
{
    private readonly Counter<long> _requests;
    private readonly Counter<long> _original;
    private readonly Counter<long> _compressed;
    private readonly Counter<long> _skipped;
    private readonly Counter<double> _savedCost;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _answers;
    private readonly Counter<long> _provider;

    public ProxyInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _requests = meter.CreateCounter<long>(TelemetryNames.ProxyRequests, "{request}", "Requests by how the sidecar treated them.");
        _original = meter.CreateCounter<long>(TelemetryNames.ProxyTokensOriginal, "{token}", "Tokens of compressed texts, before.");
        _compressed = meter.CreateCounter<long>(TelemetryNames.ProxyTokensCompressed, "{token}", "Tokens of compressed texts, afterwards.");
        _skipped = meter.CreateCounter<long>(TelemetryNames.ProxyTextsSkipped, "{text}", "Texts of users, models, tools and documents that went on as they came, by why.");
        _savedCost = meter.CreateCounter<double>(TelemetryNames.ProxySavedCost, null, "Estimated money saved, in the currency of Proxy:Policy:Prices.");
        _duration = meter.CreateHistogram(
            TelemetryNames.ProxyDuration, "s", "Time that the sidecar held a chat before it went on.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });
        _answers = meter.CreateCounter<long>(TelemetryNames.ProviderAnswers, "{answer}", "Answers in which the provider told what it counted.");
        _provider = meter.CreateCounter<long>(TelemetryNames.ProviderTokens, "{token}", "Tokens of prompts as the provider counted them.");
    }

    public void Add(RewriteOutcome outcome, AnswerKind answer, Usage? usage)
    {
        var tags = new TagList { { TelemetryNames.Status, outcome.Name } };
        if (outcome.Reason is { } reason)
        {
            tags.Add(TelemetryNames.Reason, reason);
        }

        _requests.Add(1, tags);
        if (outcome.Duration is { } duration)
        {
            _duration.Record(duration.TotalSeconds, tags);
        }

        foreach (var (why, texts) in outcome.SkippedTexts)
        {
            _skipped.Add(texts, new KeyValuePair<string, object?>(TelemetryNames.Reason, why));
        }

        if (answer != AnswerKind.Answer)
        {
            return;
        }

        // Counters do not go down; what compression has cost beyond what it saved is in /v1/proxy.
        _savedCost.Add(Math.Max(0, outcome.SavedCost ?? 0), tags);
        if (outcome is { OriginalTokens: { } original, CompressedTokens: { } compressed })
        {
            _original.Add(original, tags);
            _compressed.Add(compressed, tags);
        }

        if (usage?.Input is { } input)
        {
            _answers.Add(1, tags);
            AddTokens("input", input);
            AddTokens("cache_read", usage.CacheRead ?? 0);
            AddTokens("cache_written", usage.CacheWritten ?? 0);
        }

        void AddTokens(string kind, long tokens)
        {
            var kinds = tags;
            kinds.Add(TelemetryNames.Kind, kind);
            _provider.Add(tokens, kinds);
        }
    }
}
