using System.Diagnostics;
using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Telemetry;

/// <summary>Measures what a compressor does, whoever asks it.</summary>
internal sealed class MeasuredCompressor(IPromptCompressor inner, string model, CompressionInstruments instruments) : IPromptCompressor
{
    public async Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        using var span = CompressionInstruments.Start(model);
        var start = Stopwatch.GetTimestamp();
        try
        {
            var result = await inner.CompressAsync(request, cancellation);
            instruments.Succeeded(span, model, result, Stopwatch.GetElapsedTime(start));
            return result;
        }
        catch (Exception e)
        {
            instruments.Failed(span, model, e);
            throw;
        }
    }
}
