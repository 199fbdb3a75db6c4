namespace PromptCompressor.Core.Content.Records;

/// <summary>Numbers far from all others, by the median and the median distance from it, which the outliers themselves hardly move.</summary>
internal static class Outliers
{
    private const double Far = 8;

    /// <summary>Indexes of the outliers; none when there are more than <paramref name="most"/>, since they are no exception then.</summary>
    public static IReadOnlyList<int> Of(double[] values, int most)
    {
        if (values.Length < 8)
        {
            return [];
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var median = sorted[sorted.Length / 2];
        var distances = values.Select(v => Math.Abs(v - median)).ToArray();
        var ordered = distances.ToArray();
        Array.Sort(ordered);
        var spread = Math.Max(ordered[ordered.Length / 2], ordered[(int)(ordered.Length * 0.9)] / 3);
        var limit = spread > 0 ? spread * Far : Math.Max(1, Math.Abs(median));
        var found = new List<int>();
        for (var i = 0; i < values.Length && found.Count <= most; i++)
        {
            if (distances[i] > limit)
            {
                found.Add(i);
            }
        }

        return found.Count <= most ? found : [];
    }
}
