namespace PromptCompressor.Core.Segments;

/// <summary>What one model's cached segments have saved since the process began. Thread-safe.</summary>
public sealed class CacheSavings
{
    private readonly Lock _lock = new();
    private long _hits;
    private long _misses;
    private double _scoringMilliseconds;
    private double _savedMilliseconds;

    /// <summary>
    /// Saved time is an estimate: a hit would have taken what misses have taken so far on average, nothing before the first
    /// of them. It is added up as hits come, so that it never shrinks when later segments are quicker.
    /// </summary>
    public (long Hits, long Misses, double SavedMilliseconds) Totals
    {
        get
        {
            lock (_lock)
            {
                return (_hits, _misses, _savedMilliseconds);
            }
        }
    }

    /// <param name="use">The use of one request.</param>
    /// <param name="scoringMilliseconds">What the model took for the misses, waiting not counted.</param>
    public void Add(CacheUsage use, double scoringMilliseconds)
    {
        lock (_lock)
        {
            _hits += use.Hits;
            _misses += use.Misses;
            _scoringMilliseconds += scoringMilliseconds;
            _savedMilliseconds += _misses == 0 ? 0 : _scoringMilliseconds / _misses * use.Hits;
        }
    }
}
