using System.Numerics;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary><c>numpy.percentile</c> with its linear interpolation (numpy 2.4).</summary>
internal static class NumpyPercentile
{
    /// <param name="values">In any order, at least one.</param>
    /// <param name="percent">0 to 100.</param>
    /// <param name="inDouble">The list holds a Python float, so that numpy makes it an array of doubles; else of float32.</param>
    /// <returns>A float32 if computed in float32, so that comparisons with values come out as numpy's.</returns>
    public static double Of(IEnumerable<float> values, int percent, bool inDouble) => inDouble
        ? Interpolate(values.Select(value => (double)value).ToArray(), percent)
        : Interpolate(values.ToArray(), percent);

    private static T Interpolate<T>(T[] values, int percent)
        where T : IBinaryFloatingPointIeee754<T>
    {
        Array.Sort(values);

        // The place is computed in double for either type, and numpy never lets the weight widen the values.
        var place = (values.Length - 1) * (percent / 100.0);
        if (place >= values.Length - 1)
        {
            return values[^1];
        }

        var index = (int)Math.Floor(place);
        var weight = place - index;
        var (low, high) = (values[index], values[index + 1]);
        var step = high - low;
        return weight >= 0.5 ? high - (step * T.CreateTruncating(1 - weight)) : low + (step * T.CreateTruncating(weight));
    }
}
