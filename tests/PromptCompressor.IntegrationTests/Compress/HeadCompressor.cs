using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Compressors;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.IntegrationTests.Compress;

/// <summary>The simplest kind of compressor there can be: keeps the beginning of each text. It decides on no word.</summary>
internal sealed class HeadCompressor(ModelIdentity model) : IPromptCompressor
{
    public const string Kind = "head";

    public string Name => Kind;

    public ModelIdentity Model => model;

    public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
    {
        var timings = new StageTimings();
        CompressedText[] texts = [.. request.Contexts.Select(text => new CompressedText(text, text[..(int)(text.Length * request.Rate ?? 1)], null, null))];
        var output = string.Join("\n\n", texts.Select(text => text.Text));
        return Task.FromResult(new CompressionResult
        {
            Texts = texts,
            Joined = output,
            OriginTokens = request.Counter.Count(string.Join("\n\n", request.Contexts)),
            CompressedTokens = request.Counter.Count(output),
            Timings = timings,
        });
    }
}

internal sealed class HeadFactory : ICompressorFactory
{
    public string Name => HeadCompressor.Kind;

    public IPromptCompressor Create(LoadedModel model) => new HeadCompressor(new ModelIdentity(model.Id, model.Sha256));
}
