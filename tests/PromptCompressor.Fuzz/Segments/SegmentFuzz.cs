using System.Globalization;
using System.Text;

namespace PromptCompressor.Fuzz.Segments;

/// <summary>
/// Rounds of requests at the same time for segments that they share, while the model fails, refuses and is slow, callers leave, and the
/// cache fails. A round is named by a number, from which everything follows but the order in which threads run.
/// </summary>
public static class SegmentFuzz
{
    /// <summary>The order of threads differs from run to run: one try of a round shows little.</summary>
    private const int Replays = 2_000;

    /// <param name="limits">How long.</param>
    /// <param name="replay">A file with the number of a round to try again and again; null: new rounds.</param>
    public static Task<FuzzReport> RunAsync(FuzzLimits limits, string? replay = null) =>
        new FuzzLoop<int>("segments", number => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))).RunAsync(
            limits.For(replay),
            replay is null ? [0] : Enumerable.Repeat(int.Parse(File.ReadAllText(replay), CultureInfo.InvariantCulture), Replays),
            (_, _, random) => random.Next(),
            number => new SegmentRound(number).RunAsync());
}
