using System.Diagnostics;
using System.Diagnostics.Metrics;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Telemetry;
using PromptCompressor.UnitTests.Core.Compression;

namespace PromptCompressor.UnitTests.Engine.Telemetry;

public sealed class MeasuredCompressorTests : IDisposable
{
    private static readonly CompressionRequest Request = new() { Contexts = ["text"], Counter = CompressionRequests.Characters };

    private readonly Meters _meters = new();
    private readonly Dictionary<string, (double Value, string Tags)> _measured = [];
    private readonly MeterListener _listener = new();

    public MeasuredCompressorTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (_meters.Made.Contains(instrument.Meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [Fact]
    public async Task Compress_Succeeds_IsCountedByKindModelAndOutcome()
    {
        await Sut(ResultOf(null)).CompressAsync(Request, CancellationToken.None);

        Assert.Equal((1, "model=m compressor=fake outcome=compressed"), _measured[TelemetryNames.Compressions]);
        Assert.Equal((10, "model=m compressor=fake"), _measured[TelemetryNames.TokensIn]);
        Assert.Equal((4, "model=m compressor=fake"), _measured[TelemetryNames.TokensOut]);
        Assert.Equal((6, "model=m compressor=fake"), _measured[TelemetryNames.TokensSaved]);
        Assert.Equal((3, "model=m compressor=fake level=model"), _measured[TelemetryNames.Segments]);
        Assert.Equal("model=m compressor=fake", _measured[TelemetryNames.CompressionDuration].Tags);
        Assert.Equal((0.5, "model=m compressor=fake stage=infer"), _measured[TelemetryNames.StageDuration]);
    }

    [Theory]
    [InlineData(SkipReason.WithinBudget, "within_budget")]
    [InlineData(SkipReason.TooSmall, "too_small")]
    [InlineData(SkipReason.NoWords, "no_words")]
    [InlineData(SkipReason.NoGain, "no_gain")]
    public async Task Compress_Skipped_SaysWhy(SkipReason reason, string outcome)
    {
        await Sut(ResultOf(reason)).CompressAsync(Request, CancellationToken.None);

        Assert.Equal($"model=m compressor=fake outcome={outcome}", _measured[TelemetryNames.Compressions].Tags);
    }

    [Fact]
    public async Task Compress_Fails_IsCountedAndThrown()
    {
        var sut = Sut(Task.FromException<CompressionResult>(new CompressionException(CompressionErrorKind.TooLarge, "too large")));

        await Assert.ThrowsAsync<CompressionException>(() => sut.CompressAsync(Request, CancellationToken.None));

        Assert.Equal((1, "model=m compressor=fake outcome=too_large"), _measured[TelemetryNames.Compressions]);
        Assert.DoesNotContain(TelemetryNames.TokensIn, _measured.Keys);
    }

    [Fact]
    public async Task Compress_Cancelled_IsNoError()
    {
        var sut = Sut(Task.FromCanceled<CompressionResult>(new CancellationToken(true)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.CompressAsync(Request, CancellationToken.None));

        Assert.Equal("model=m compressor=fake outcome=cancelled", _measured[TelemetryNames.Compressions].Tags);
    }

    [Fact]
    public async Task Compress_HasASpan_WithoutText()
    {
        Activity? span = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped => span = stopped.GetTagItem(TelemetryNames.Model) is "m" ? stopped : span,
        };
        ActivitySource.AddActivityListener(listener);

        await Sut(ResultOf(null)).CompressAsync(Request, CancellationToken.None);

        Assert.Equal(TelemetryNames.CompressSpan, span!.OperationName);
        Assert.Equal("fake", span.GetTagItem(TelemetryNames.Compressor));
        Assert.Equal((10, 4, 3), (span.GetTagItem("tokens.in"), span.GetTagItem("tokens.out"), span.GetTagItem("segments")));
        Assert.DoesNotContain(span.TagObjects, tag => tag.Value is "text");
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private MeasuredCompressor Sut(CompressionResult result) => Sut(Task.FromResult(result));

    private MeasuredCompressor Sut(Task<CompressionResult> result) => new(new Fake(result), new CompressionInstruments(_meters));

    private static CompressionResult ResultOf(SkipReason? skipped)
    {
        var timings = new StageTimings();
        timings.Add(Stage.Infer, TimeSpan.FromSeconds(0.5));
        return new CompressionResult
        {
            Texts = [],
            Joined = "",
            OriginTokens = 10,
            CompressedTokens = 4,
            Skipped = skipped,
            Cache = new CacheUsage(3, 0, 3),
            Timings = timings,
        };
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured[instrument.Name] = (value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")));

    private sealed class Fake(Task<CompressionResult> result) : IPromptCompressor
    {
        public string Name => "fake";

        public ModelIdentity Model { get; } = new("m", "0");

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation) => result;
    }

    private sealed class Meters : IMeterFactory
    {
        public List<Meter> Made { get; } = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            Made.Add(meter);
            return meter;
        }

        public void Dispose() => Made.ForEach(meter => meter.Dispose());
    }
}
