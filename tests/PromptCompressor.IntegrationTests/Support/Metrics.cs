using System.Globalization;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Reads <c>/metrics</c>.</summary>
internal static class Metrics
{
    /// <param name="client">Of a service.</param>
    /// <param name="series">A name, perhaps with labels, which may stand in any order.</param>
    /// <returns>The sum of all that match; 0 if none does.</returns>
    public static async Task<double> ValueOfAsync(HttpClient client, string series)
    {
        var (name, labels) = series.IndexOf('{', StringComparison.Ordinal) is var brace and >= 0
            ? (series[..brace], series[(brace + 1)..^1].Split(','))
            : (series, []);
        var lines = (await client.GetStringAsync("/metrics")).Split('\n');
        return lines
            .Where(line => (line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal)) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a series has a value: a scrape is answered from the last one for a moment.</summary>
    public static async Task<double> AtLeastAsync(HttpClient client, string series, double value)
    {
        var found = 0.0;
        await Eventually.TrueAsync(async () => (found = await ValueOfAsync(client, series)) >= value, $"{series} is at least {value}");
        return found;
    }
}
