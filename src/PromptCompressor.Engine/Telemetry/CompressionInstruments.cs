using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Engine.Telemetry;

/// <summary>The meter and spans of compression. Nothing in them is text of a prompt.</summary>
internal sealed class CompressionInstruments
{
    private static readonly ActivitySource Spans = new(TelemetryNames.Source);
    private readonly Counter<long> _compressions;
    private readonly Counter<long> _tokensIn;
    private readonly Counter<long> _tokensOut;
    private readonly Counter<long> _tokensSaved;
    private readonly Counter<long> _segments;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _stageDuration;

    /// <param name="meters">Of the host: two hosts in one process count each for itself.</param>
    public CompressionInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(TelemetryNames.Source);
        _compressions = meter.CreateCounter<long>(TelemetryNames.Compressions, "{compression}", "Compressions by how they ended.");
        _tokensIn = meter.CreateCounter<long>(TelemetryNames.TokensIn, "{token}", "Tokens given.");
        _tokensOut = meter.CreateCounter<long>(TelemetryNames.TokensOut, "{token}", "Tokens given back.");
        _tokensSaved = meter.CreateCounter<long>(TelemetryNames.TokensSaved, "{token}", "Tokens given and not given back.");
        _segments = meter.CreateCounter<long>(TelemetryNames.Segments, "{segment}", "Segments by where their scores came from.");
        _duration = meter.CreateHistogram(TelemetryNames.CompressionDuration, "s", "A compression from start to end.", null, Buckets(0.0005, 60));
        _stageDuration = meter.CreateHistogram(TelemetryNames.StageDuration, "s", "A stage of a compression, added up over segments.", null, Buckets(0.00001, 60));
    }

    public static Activity? Start(string model) => Spans.StartActivity(TelemetryNames.CompressSpan)?.SetTag(TelemetryNames.Model, model);

    public void Succeeded(Activity? span, string model, CompressionResult result, TimeSpan duration)
    {
        var tag = KeyValuePair.Create(TelemetryNames.Model, (object?)model);
        var outcome = result.Skipped is { } reason ? OutcomeOf(reason) : "compressed";
        _compressions.Add(1, tag, new(TelemetryNames.Outcome, outcome));
        _tokensIn.Add(result.OriginTokens, tag);
        _tokensOut.Add(result.CompressedTokens, tag);
        _tokensSaved.Add(result.OriginTokens - result.CompressedTokens, tag);
        _segments.Add(result.Cache.Hits, tag, new(TelemetryNames.Level, "cache"));
        _segments.Add(result.Cache.Misses, tag, new(TelemetryNames.Level, "model"));
        _duration.Record(duration.TotalSeconds, tag);
        foreach (var stage in Enum.GetValues<Stage>())
        {
            if (result.Timings[stage] is > 0 and var milliseconds)
            {
                _stageDuration.Record(milliseconds / 1000, tag, new(TelemetryNames.StageTag, NameOf(stage)));
                span?.SetTag($"{NameOf(stage)}_ms", milliseconds);
            }
        }

        span?.SetTag(TelemetryNames.Outcome, outcome)
            .SetTag("tokens.in", result.OriginTokens)
            .SetTag("tokens.out", result.CompressedTokens)
            .SetTag("segments", result.Cache.Segments)
            .SetTag("segments.cached", result.Cache.Hits);
    }

    public void Failed(Activity? span, string model, Exception reason)
    {
        var outcome = reason switch
        {
            OperationCanceledException => "cancelled",
            CompressionException e => NameOf(e.Kind),
            _ => "error",
        };
        _compressions.Add(1, new(TelemetryNames.Model, model), new(TelemetryNames.Outcome, outcome));
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
