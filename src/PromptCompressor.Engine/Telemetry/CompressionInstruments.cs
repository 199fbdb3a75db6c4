using System.Diagnostics;
using System.Diagnostics.Metrics;
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

    /// <param name="meters">Null where no host collects metrics.</param>
    public CompressionInstruments(IMeterFactory? meters)
    {
        var meter = meters?.Create(TelemetryNames.Source) ?? new Meter(TelemetryNames.Source);
        _compressions = meter.CreateCounter<long>(TelemetryNames.Compressions, "{compression}", "Compressions by how they ended.");
        _tokensIn = meter.CreateCounter<long>(TelemetryNames.TokensIn, "{token}", "Tokens given.");
        _tokensOut = meter.CreateCounter<long>(TelemetryNames.TokensOut, "{token}", "Tokens given back.");
        _tokensSaved = meter.CreateCounter<long>(TelemetryNames.TokensSaved, "{token}", "Tokens given and not given back.");
        _segments = meter.CreateCounter<long>(TelemetryNames.Segments, "{segment}", "Segments by where their scores came from.");
        _duration = meter.CreateHistogram(TelemetryNames.CompressionDuration, "s", "A compression from start to end.", null, Buckets(0.0005, 60));
        _stageDuration = meter.CreateHistogram(
            TelemetryNames.StageDuration, "s", "A stage of a compression, added up over segments.", null, Buckets(0.00001, 60));
    }

    /// <summary>Runs one compression inside a span, and counts it however it ends.</summary>
    /// <param name="compressor">The kind.</param>
    /// <param name="model">Id of the model.</param>
    /// <param name="work">The compression.</param>
    /// <param name="measure">What to tell of its result.</param>
    public async Task<T> MeasureAsync<T>(string compressor, string model, Func<Task<T>> work, Func<T, CompressionMeasurement> measure)
    {
        using var span = Spans.StartActivity(TelemetryNames.CompressSpan)?.SetTag(TelemetryNames.Model, model).SetTag(TelemetryNames.Compressor, compressor);
        var tags = new TagList { { TelemetryNames.Model, model }, { TelemetryNames.Compressor, compressor } };
        var start = TimeProvider.System.GetTimestamp();
        try
        {
            var result = await work();
            Succeeded(span, tags, measure(result), TimeProvider.System.GetElapsedTime(start));
            return result;
        }
        catch (Exception e)
        {
            Failed(span, tags, e);
            throw;
        }
    }

    private void Succeeded(Activity? span, TagList tags, CompressionMeasurement measured, TimeSpan duration)
    {
        _compressions.Add(1, With(tags, TelemetryNames.Outcome, measured.Outcome));
        _tokensIn.Add(measured.TokensIn, tags);
        _tokensOut.Add(measured.TokensOut, tags);
        _tokensSaved.Add(measured.TokensIn - measured.TokensOut, tags);
        _segments.Add(measured.Cache.Hits, With(tags, TelemetryNames.Level, "cache"));
        _segments.Add(measured.Cache.Misses, With(tags, TelemetryNames.Level, "model"));
        _duration.Record(duration.TotalSeconds, tags);
        foreach (var stage in Enum.GetValues<Stage>())
        {
            if (measured.Timings[stage] is > 0 and var milliseconds)
            {
                _stageDuration.Record(milliseconds / 1000, With(tags, TelemetryNames.StageTag, NameOf(stage)));
                span?.SetTag($"{NameOf(stage)}_ms", milliseconds);
            }
        }

        span?.SetTag(TelemetryNames.Outcome, measured.Outcome)
            .SetTag("tokens.in", measured.TokensIn)
            .SetTag("tokens.out", measured.TokensOut)
            .SetTag("segments", measured.Cache.Segments)
            .SetTag("segments.cached", measured.Cache.Hits);
    }

    private void Failed(Activity? span, TagList tags, Exception reason)
    {
        var outcome = reason switch
        {
            OperationCanceledException => "cancelled",
            CompressionException e => NameOf(e.Kind),
            _ => "error",
        };
        _compressions.Add(1, With(tags, TelemetryNames.Outcome, outcome));
        span?.SetTag(TelemetryNames.Outcome, outcome).SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>A list of tags is a value: the caller's stays as it is.</summary>
    private static TagList With(TagList tags, string name, string value)
    {
        tags.Add(name, value);
        return tags;
    }

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
