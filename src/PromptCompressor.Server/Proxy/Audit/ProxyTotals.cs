using System.Collections.Concurrent;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What has gone through the sidecar since the start, by how it was treated and by day. Holds numbers only.</summary>
internal sealed class ProxyTotals(ProxyInstruments instruments, ProxyDays days)
{
    private readonly ConcurrentDictionary<string, OutcomeTotals> _byOutcome = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _skippedTexts = new(StringComparer.Ordinal);

    /// <summary>By the values of <c>x-promptcompressor-status</c>.</summary>
    public IReadOnlyDictionary<string, OutcomeTotals> ByOutcome => _byOutcome;

    /// <summary>How many texts went on as they came though they should be compressed, by <see cref="RewriteReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> SkippedTexts => _skippedTexts;

    /// <summary>Adds a request to the sums, and to the metrics.</summary>
    public void Add(RewriteOutcome outcome, Usage? usage)
    {
        instruments.Add(outcome, usage);
        days.Add(outcome);
        foreach (var (reason, texts) in outcome.Skipped)
        {
            _skippedTexts.AddOrUpdate(reason, texts, (_, sum) => sum + texts);
        }

        var totals = _byOutcome.GetOrAdd(outcome.Header, _ => new OutcomeTotals());
        lock (totals)
        {
            totals.Requests++;
            totals.OriginalTokens += outcome.OriginalTokens ?? 0;
            totals.CompressedTokens += outcome.CompressedTokens ?? 0;
            totals.Answers += usage?.Input is null ? 0 : 1;
            totals.InputTokens += usage?.Input ?? 0;
            totals.CacheReadTokens += usage?.CacheRead ?? 0;
            totals.CacheWrittenTokens += usage?.CacheWritten ?? 0;
        }
    }
}

/// <summary>Sums over the requests with the same outcome.</summary>
internal sealed record OutcomeTotals
{
    /// <summary>Number of requests.</summary>
    public long Requests { get; set; }

    /// <summary>Number of tokens of the texts that were compressed, before compression.</summary>
    public long OriginalTokens { get; set; }

    /// <summary>Number of tokens of the same texts after compression; in mode <c>audit</c>, what they would have had.</summary>
    public long CompressedTokens { get; set; }

    /// <summary>Number of answers in which the provider stated token counts; the next three fields are sums over these answers.</summary>
    public long Answers { get; set; }

    /// <summary>Number of prompt tokens as the provider counted them. Anthropic leaves out tokens that it read from or wrote to its cache.</summary>
    public long InputTokens { get; set; }

    /// <summary>Number of prompt tokens that the provider read from its prompt cache.</summary>
    public long CacheReadTokens { get; set; }

    /// <summary>Number of prompt tokens that the provider wrote to its prompt cache, which saves nothing yet.</summary>
    public long CacheWrittenTokens { get; set; }
}

/// <summary>What the sidecar has done since this process began.</summary>
internal sealed record ProxyResponse
{
    /// <summary>Sums by day, for the last 31 days that had requests, oldest first.</summary>
    public required IReadOnlyList<DayTotals> Days { get; init; }

    /// <summary>Whether an upstream is configured.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What the sidecar does with requests: <c>compress</c>, <c>audit</c> or <c>off</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Sums for each value of the header <c>x-promptcompressor-status</c>, such as <c>compressed</c> or <c>bypassed; reason=hold_out</c>.</summary>
    public required IReadOnlyDictionary<string, OutcomeTotals> Outcomes { get; init; }

    /// <summary>
    /// Number of texts that should have been compressed and were sent unchanged, for each reason: <c>time_budget</c>, <c>raw_before</c> (an earlier turn sent
    /// it unchanged), <c>overloaded</c>, <c>too_large</c>, <c>not_ready</c> or <c>compressor_error</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, long> SkippedTexts { get; init; }
}
