namespace PromptCompressor.Server.Caching.Admin;

internal static class HitRate
{
    /// <summary>Share of hits, to four decimals; null if there was nothing to hit.</summary>
    public static double? Of(long hits, long misses) => hits + misses == 0 ? null : Math.Round((double)hits / (hits + misses), 4);
}
