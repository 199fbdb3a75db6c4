using System.Collections.Concurrent;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What has gone through the sidecar since the start, by how it was treated. Holds numbers only.</summary>
internal sealed class ProxyTotals(ProxyInstruments instruments)
{
    private readonly ConcurrentDictionary<string, OutcomeTotals> _byOutcome = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _skippedTexts = new(StringComparer.Ordinal);

    /// <summary>By the values of <c>x-promptcompressor-status</c>.</summary>
    public IReadOnlyDictionary<string, OutcomeTotals> ByOutcome => _byOutcome;

    /// <summary>How many texts went on as they came, by <see cref="RewriteReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> SkippedTexts => _skippedTexts;

    /// <summary>Adds a request to the sums, and to the metrics.</summary>
    public void Add(RewriteOutcome outcome, Usage? usage)
    {
        instruments.Add(outcome, usage);
        foreach (var (reason, texts) in outcome.SkippedTexts)
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

/// <summary>Sums over the requests that were treated alike.</summary>
internal sealed record OutcomeTotals
{
    /// <summary>How many there were.</summary>
    public long Requests { get; set; }

    /// <summary>Tokens of the texts that were compressed, before.</summary>
    public long OriginalTokens { get; set; }

    /// <summary>Tokens of the same texts afterwards. Under <c>audit</c>: what they would have come to.</summary>
    public long CompressedTokens { get; set; }

    /// <summary>Answers in which the provider told what it counted; the next three are sums over these.</summary>
    public long Answers { get; set; }

    /// <summary>Prompt tokens as the provider counted them; Anthropic leaves those read from or written to its cache out.</summary>
    public long InputTokens { get; set; }

    /// <summary>Of the prompts, tokens that the provider read from its prompt cache.</summary>
    public long CacheReadTokens { get; set; }

    /// <summary>Of the prompts, tokens that the provider wrote to its prompt cache, which saves nothing yet.</summary>
    public long CacheWrittenTokens { get; set; }
}

/// <summary>What the sidecar has done since the start.</summary>
internal sealed record ProxyResponse
{
    /// <summary>Whether an upstream is configured.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>compress</c>, <c>audit</c> or <c>off</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>Sums by the value of the header <c>x-promptcompressor-status</c>, such as <c>compressed</c> or <c>bypassed; reason=hold_out</c>.</summary>
    public required IReadOnlyDictionary<string, OutcomeTotals> Outcomes { get; init; }

    /// <summary>Texts that went on as they came though they should be compressed, by reason: <c>time_budget</c>, <c>raw_before</c> (so it did on an earlier turn), <c>overloaded</c>, <c>too_large</c>, <c>not_ready</c> or <c>compressor_error</c>.</summary>
    public required IReadOnlyDictionary<string, long> SkippedTexts { get; init; }
}
