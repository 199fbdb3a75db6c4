using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Engine.Telemetry;

/// <summary>Measures what a compressor does, of whatever kind it is and whatever asks it.</summary>
internal sealed class MeasuredCompressor(IPromptCompressor inner, CompressionInstruments instruments) : IPromptCompressor
{
    public string Name => inner.Name;

    public ModelIdentity Model => inner.Model;

    public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation) =>
        instruments.MeasureAsync(Name, Model.Id, () => inner.CompressAsync(request, cancellation), CompressionMeasurement.Of);
}
