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
    /// <param name="outcome">What was done with it.</param>
    /// <param name="answer">What the upstream did.</param>
    /// <param name="usage">What the provider said it counted.</param>
    public void Add(RewriteOutcome outcome, AnswerKind answer, Usage? usage = null)
    {
        instruments.Add(outcome, answer, usage);
        foreach (var (reason, texts) in outcome.SkippedTexts)
        {
            _skippedTexts.AddOrUpdate(reason, texts, (_, sum) => sum + texts);
        }

        var totals = _byOutcome.GetOrAdd(outcome.Header, _ => new OutcomeTotals());
        lock (totals)
        {
            totals.Requests++;
            totals.CountRequests += answer == AnswerKind.Count ? 1 : 0;
            totals.FailedRequests += answer == AnswerKind.Failure ? 1 : 0;
            if (answer != AnswerKind.Answer)
            {
                return;
            }

            totals.SavedCost += outcome.SavedCost ?? 0;
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

    /// <summary>Of these, requests that only had their tokens counted. No sum below has them.</summary>
    public long CountRequests { get; set; }

    /// <summary>Of these, requests that the upstream answered with an error or not at all, or that were not forwarded. No sum below has them.</summary>
    public long FailedRequests { get; set; }

    /// <summary>Estimated money saved, in the currency of <c>Proxy:Policy:Prices</c>; 0 without prices. Negative where compression cost more than it saved.</summary>
    public double SavedCost { get; set; }

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

    /// <summary>Texts of users, models, tools and documents that went on as they came, by the reasons of the header <c>x-promptcompressor-skipped-texts</c>, such as <c>small</c>, <c>tool</c> and <c>time_budget</c>.</summary>
    public required IReadOnlyDictionary<string, long> SkippedTexts { get; init; }
}
