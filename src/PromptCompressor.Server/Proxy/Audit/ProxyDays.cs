using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Audit;

/// <summary>What has gone through the sidecar, by day. Holds numbers only.</summary>
internal sealed class ProxyDays(TimeProvider time)
{
    private const int DaysKept = 31;

    private readonly List<DayTotals> _days = [];

    /// <summary>The last days that had requests, oldest first.</summary>
    public IReadOnlyList<DayTotals> All
    {
        get
        {
            lock (_days)
            {
                return [.. _days];
            }
        }
    }

    /// <summary>Adds a request that the upstream answered with success.</summary>
    public void Add(RewriteOutcome outcome)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_days)
        {
            // A clock that was set back adds to the newest day.
            if (_days.Count == 0 || _days[^1].Day < today)
            {
                _days.Add(new DayTotals { Day = today });
                _days.RemoveRange(0, Math.Max(0, _days.Count - DaysKept));
            }

            var day = _days[^1];
            _days[^1] = day with
            {
                Requests = day.Requests + 1,
                OriginalTokens = day.OriginalTokens + (outcome.OriginalTokens ?? 0),
                CompressedTokens = day.CompressedTokens + (outcome.CompressedTokens ?? 0),
                SavedCost = day.SavedCost + (outcome.SavedCost ?? 0),
            };
        }
    }
}

/// <summary>Sums over the requests of one day.</summary>
internal sealed record DayTotals
{
    /// <summary>The day in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Number of requests that the upstream answered with success.</summary>
    public long Requests { get; init; }

    /// <summary>Number of tokens of the texts that were compressed, before compression.</summary>
    public long OriginalTokens { get; init; }

    /// <summary>Number of tokens of the same texts after compression; in mode <c>audit</c>, what they would have had.</summary>
    public long CompressedTokens { get; init; }

    /// <summary>Money that is estimated to be saved, as a number of the currency of <c>Proxy:Policy:Prices</c>; 0 without prices, and in mode <c>audit</c> what would have been saved.</summary>
    public double SavedCost { get; init; }
}
