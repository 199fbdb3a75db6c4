namespace PromptCompressor.Core.Compression;

/// <summary>What one model's cached segments have saved since the process began. Thread-safe.</summary>
public sealed class SegmentReuse
{
    private readonly Lock _lock = new();
    private long _hits;
    private long _misses;
    private double _scoringMilliseconds;

    /// <param name="use">Of one request.</param>
    /// <param name="scoringMilliseconds">What the model took for the misses, waiting not counted.</param>
    public void Add(CacheUse use, double scoringMilliseconds)
    {
        lock (_lock)
        {
            _hits += use.Hits;
            _misses += use.Misses;
            _scoringMilliseconds += scoringMilliseconds;
        }
    }

    public (long Hits, long Misses, double SavedMilliseconds) Totals
    {
        get
        {
            lock (_lock)
            {
                return (_hits, _misses, SavedMilliseconds);
            }
        }
    }

    /// <summary>An estimate: hits would have taken as long as misses did on average. 0 before the first miss.</summary>
    private double SavedMilliseconds => _misses == 0 ? 0 : _scoringMilliseconds / _misses * _hits;
}
