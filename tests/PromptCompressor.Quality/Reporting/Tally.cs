using System.Collections.Concurrent;

namespace PromptCompressor.Quality.Reporting;

/// <summary>For each figure what was hit and what there was to hit, text by text, so that the interval of a share can be told.</summary>
/// <param name="texts">How many there are.</param>
/// <typeparam name="TKey">What a figure is of: a method, a share of tokens kept.</typeparam>
internal sealed class Tally<TKey>(int texts)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (double Hits, double Of)[]> _counts = new();

    /// <param name="text">Its index.</param>
    /// <param name="key">The figure.</param>
    /// <param name="hits">May be a fraction.</param>
    /// <param name="of">Of how many.</param>
    public void Add(int text, TKey key, double hits, double of)
    {
        var counts = _counts.GetOrAdd(key, _ => new (double, double)[texts]);
        lock (counts)
        {
            counts[text] = (counts[text].Hits + hits, counts[text].Of + of);
        }
    }

    /// <summary>Of all hits and all there was to hit; not a number where there was nothing.</summary>
    public double Share(TKey key, IReadOnlyList<int> drawn) => ShareOf(Of(key), drawn);

    public Estimate Share(TKey key)
    {
        var counts = Of(key);
        return Bootstrap.Of(texts, drawn => ShareOf(counts, drawn));
    }

    /// <summary>By how much the first share is larger, both on the same texts.</summary>
    public Estimate Difference(TKey key, TKey other)
    {
        var (counts, others) = (Of(key), Of(other));
        return Bootstrap.Of(texts, drawn => ShareOf(counts, drawn) - ShareOf(others, drawn));
    }

    /// <summary>How many times as large the first share is, both on the same texts.</summary>
    public Estimate Ratio(TKey key, TKey other)
    {
        var (counts, others) = (Of(key), Of(other));
        return Bootstrap.Of(texts, drawn => ShareOf(counts, drawn) / ShareOf(others, drawn));
    }

    /// <summary>All there was to hit.</summary>
    public double Count(TKey key) => Of(key).Sum(count => count.Of);

    private (double Hits, double Of)[] Of(TKey key) => _counts.TryGetValue(key, out var counts) ? counts : new (double, double)[texts];

    private static double ShareOf((double Hits, double Of)[] counts, IReadOnlyList<int> drawn)
    {
        var (hits, of) = (0.0, 0.0);
        for (var i = 0; i < drawn.Count; i++)
        {
            hits += counts[drawn[i]].Hits;
            of += counts[drawn[i]].Of;
        }

        return of > 0 ? hits / of : double.NaN;
    }
}
