using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Telemetry;

/// <summary>What metrics and spans tell of one compression.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="TokensIn">Tokens given.</param>
/// <param name="TokensOut">Tokens given back, or rows of embeddings, each of which takes the place of a token.</param>
/// <param name="Cache">What the cache saved.</param>
/// <param name="Timings">Where the time went.</param>
internal readonly record struct CompressionMeasurement(string Outcome, int TokensIn, int TokensOut, CacheUsage Cache, StageTimings Timings)
{
    /// <summary>The outcome of what was compressed, as opposed to skipped or failed.</summary>
    public const string Compressed = "compressed";

    public static CompressionMeasurement Of(CompressionResult result) =>
        new(OutcomeOf(result.Skipped), result.OriginTokens, result.CompressedTokens, result.Cache, result.Timings);

    private static string OutcomeOf(SkipReason? skipped) => skipped switch
    {
        null => Compressed,
        SkipReason.WithinBudget => "within_budget",
        SkipReason.TooSmall => "too_small",
        SkipReason.NoWords => "no_words",
        _ => "no_gain",
    };
}
