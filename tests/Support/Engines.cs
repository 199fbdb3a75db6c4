using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.TestSupport;

/// <summary>Engines without a host. Each has a queue, a cache and threads of its own; graphs and vocabularies are read once for all of them.</summary>
internal static class Engines
{
    /// <summary>Lives as long as the process.</summary>
    public static ModelStore Store { get; } = new();

    /// <summary>An engine whose models are not loaded yet.</summary>
    /// <param name="options">Which models, and how they are run.</param>
    /// <param name="cacheBytes">0: every segment is a miss.</param>
    /// <param name="store">In place of the common one, for files that change.</param>
    public static CompressionEngine Create(EngineOptions options, long cacheBytes, ModelStore? store = null) => new(
        Options.Create(options), store ?? Store, new MemorySegmentCache(cacheBytes), NullLogger<CompressionEngine>.Instance);

    /// <summary>An engine that is ready.</summary>
    /// <inheritdoc cref="Create"/>
    public static CompressionEngine Load(EngineOptions options, long cacheBytes)
    {
        var engine = Create(options, cacheBytes);
        engine.Load();
        return engine;
    }
}
