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

    /// <summary>How many texts went on as they came, by <see cref="RewriteReasons"/>.</summary>
    public IReadOnlyDictionary<string, long> SkippedTexts => _skippedTexts;

    /// <summary>Adds a request to the sums, and to the metrics.</summary>
    /// <param name="outcome">What was done with it.</param>
    /// <param name="answer">What the upstream did.</param>
    /// <param name="usage">What the provider said it counted.</param>
    public void Add(RewriteOutcome outcome, AnswerKind answer, Usage? usage = null)
    {
        instruments.Add(outcome, answer, usage);
        if (answer == AnswerKind.Answer)
        {
            days.Add(outcome);
        }

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

/// <summary>Sums over the requests with the same outcome.</summary>
internal sealed record OutcomeTotals
{
    /// <summary>Number of requests.</summary>
    public long Requests { get; set; }

    /// <summary>Number of these requests that only had their tokens counted. No sum below has them.</summary>
    public long CountRequests { get; set; }

    /// <summary>Number of these requests that the upstream answered with an error or not at all, or that were not forwarded. No sum below has them.</summary>
    public long FailedRequests { get; set; }

    /// <summary>Money that is estimated to be saved, as a number of the currency of <c>Proxy:Policy:Prices</c>; 0 without prices. Negative where compression cost more than it saved.</summary>
    public double SavedCost { get; set; }

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

    /// <summary>Texts of users, models, tools and documents that went on as they came, by the reasons of the header <c>x-promptcompressor-skipped-texts</c>, such as <c>small</c>, <c>tool</c> and <c>time_budget</c>.</summary>
    public required IReadOnlyDictionary<string, long> SkippedTexts { get; init; }
}
