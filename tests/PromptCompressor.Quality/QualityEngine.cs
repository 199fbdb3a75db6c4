using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Engine;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality;

/// <summary>The engine as the service runs it, with this repository's models.</summary>
internal static class QualityEngine
{
    private const long CacheBytes = 1 << 28;

    public static CompressionEngine Load()
    {
        var options = new EngineOptions { ModelsPath = TestPaths.Models };
        var engine = new CompressionEngine(Options.Create(options), new MemorySegmentCache(CacheBytes), NullLogger<CompressionEngine>.Instance);
        engine.Load();
        return engine;
    }
}
