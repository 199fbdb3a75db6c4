using System.Globalization;

namespace PromptCompressor.Quality.Reporting;

/// <summary>How far a figure may be off by chance: it is computed again and again on as many texts, drawn with replacement. The same draws on every run.</summary>
internal static class Bootstrap
{
    private const int Resamples = 2000;
    private const int Seed = 20_261;
    private const double Tail = 0.025;

    /// <param name="texts">How many there are. Questions of one text are drawn together, since they stand and fall together.</param>
    /// <param name="statistic">The figure for the texts with these indices, some of them several times; not a number where there is nothing to measure.</param>
    public static Estimate Of(int texts, Func<IReadOnlyList<int>, double> statistic)
    {
        int[] drawn = [.. Enumerable.Range(0, texts)];
        var value = statistic(drawn);
        var random = new Random(Seed);
        var values = new List<double>(Resamples);
        for (var resample = 0; resample < Resamples; resample++)
        {
            for (var i = 0; i < texts; i++)
            {
                drawn[i] = random.Next(texts);
            }

            values.Add(statistic(drawn));
        }

        values.RemoveAll(double.IsNaN);
        values.Sort();
        return values.Count == 0 ? new Estimate(value, double.NaN, double.NaN) : new Estimate(value, values[(int)(Tail * (values.Count - 1))], values[(int)Math.Ceiling((1 - Tail) * (values.Count - 1))]);
    }
}

/// <summary>A figure of all texts with the middle 95 % of its values on drawn ones.</summary>
internal readonly record struct Estimate(double Value, double Low, double High)
{
    /// <summary>In per cent.</summary>
    public override string ToString() => Write(100, "f1");

    /// <summary>A difference, in points.</summary>
    public string ToPoints() => Write(100, "+0.0;-0.0;0.0");

    public string ToRatio() => Write(1, "f2");

    private string Write(double unit, string format) => double.IsNaN(Value)
        ? ""
        : $"{(unit * Value).ToString(format, CultureInfo.InvariantCulture)} ({(unit * Low).ToString(format, CultureInfo.InvariantCulture)} to {(unit * High).ToString(format, CultureInfo.InvariantCulture)})";
}
