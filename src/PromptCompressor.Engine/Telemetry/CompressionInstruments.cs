using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Telemetry;

/// <summary>The meter and spans of compression. Nothing in them is text of a prompt.</summary>
internal static class CompressionInstruments
{
    private static readonly ActivitySource Spans = new(TelemetryNames.Source);
    private static readonly Meter Meter = new(TelemetryNames.Source);
    private static readonly Counter<long> Compressions = Meter.CreateCounter<long>(TelemetryNames.Compressions, "{compression}", "Compressions by how they ended.");
    private static readonly Counter<long> TokensIn = Meter.CreateCounter<long>(TelemetryNames.TokensIn, "{token}", "Tokens given.");
    private static readonly Counter<long> TokensOut = Meter.CreateCounter<long>(TelemetryNames.TokensOut, "{token}", "Tokens given back.");
    private static readonly Counter<long> TokensSaved = Meter.CreateCounter<long>(TelemetryNames.TokensSaved, "{token}", "Tokens given and not given back.");
    private static readonly Counter<long> Segments = Meter.CreateCounter<long>(TelemetryNames.Segments, "{segment}", "Segments by where their scores came from.");

    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        TelemetryNames.CompressionDuration, "s", "A compression from start to end.", null, Buckets(0.0005, 60));

    private static readonly Histogram<double> StageDuration = Meter.CreateHistogram(
        TelemetryNames.StageDuration, "s", "A stage of a compression, added up over segments.", null, Buckets(0.00001, 60));

    public static Activity? Start(string model) => Spans.StartActivity(TelemetryNames.CompressSpan)?.SetTag(TelemetryNames.Model, model);

    public static void Succeeded(Activity? span, string model, CompressionResult result, TimeSpan duration)
    {
        var tag = KeyValuePair.Create(TelemetryNames.Model, (object?)model);
        var outcome = result.Skipped is { } reason ? OutcomeOf(reason) : "compressed";
        Compressions.Add(1, tag, new(TelemetryNames.Outcome, outcome));
        TokensIn.Add(result.OriginTokens, tag);
        TokensOut.Add(result.CompressedTokens, tag);
        TokensSaved.Add(result.OriginTokens - result.CompressedTokens, tag);
        Segments.Add(result.Cache.Hits, tag, new(TelemetryNames.Level, "cache"));
        Segments.Add(result.Cache.Misses, tag, new(TelemetryNames.Level, "model"));
        Duration.Record(duration.TotalSeconds, tag);
        foreach (var stage in Enum.GetValues<Stage>())
        {
            if (result.Timings[stage] is > 0 and var milliseconds)
            {
                StageDuration.Record(milliseconds / 1000, tag, new(TelemetryNames.StageTag, NameOf(stage)));
                span?.SetTag($"{NameOf(stage)}_ms", milliseconds);
            }
        }

        span?.SetTag(TelemetryNames.Outcome, outcome)
            .SetTag("tokens.in", result.OriginTokens)
            .SetTag("tokens.out", result.CompressedTokens)
            .SetTag("segments", result.Cache.Segments)
            .SetTag("segments.cached", result.Cache.Hits);
    }

    public static void Failed(Activity? span, string model, Exception reason)
    {
        var outcome = reason switch
        {
            OperationCanceledException => "cancelled",
            CompressionException e => NameOf(e.Kind),
            _ => "error",
        };
        Compressions.Add(1, new(TelemetryNames.Model, model), new(TelemetryNames.Outcome, outcome));
        span?.SetTag(TelemetryNames.Outcome, outcome).SetStatus(ActivityStatusCode.Error);
    }

    private static string OutcomeOf(SkipReason reason) => reason switch
    {
        SkipReason.WithinBudget => "within_budget",
        SkipReason.NoWords => "no_words",
        _ => "no_gain",
    };

    private static string NameOf<T>(T value)
        where T : struct, Enum =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Two a decade: fine enough to tell a cache hit from a miss on any machine.</summary>
    private static InstrumentAdvice<double> Buckets(double from, double to)
    {
        var bounds = new List<double>();
        for (var bound = from; bound <= to; bound *= 10)
        {
            bounds.Add(bound);
            bounds.Add(bound * 3);
        }

        return new InstrumentAdvice<double> { HistogramBucketBoundaries = [.. bounds.Select(bound => Math.Round(bound, 6))] };
    }
}
