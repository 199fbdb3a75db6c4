using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality;

/// <summary>The engine as the service runs it, with this repository's models.</summary>
internal static class QualityEngine
{
    private const long CacheBytes = 1 << 28;

    /// <summary>Seconds. A measurement waits for its model where a service would refuse.</summary>
    private const int LongestWait = 3600;

    /// <param name="sentenceVectors">Whether questions are compared by meaning.</param>
    /// <param name="isCached">Whether a segment is computed once; otherwise times are those of new text.</param>
    public static CompressionEngine Load(bool sentenceVectors = true, bool isCached = true) =>
        Engines.Load(new EngineOptions { ModelsPath = TestPaths.Models, SentenceVectors = sentenceVectors, QueueSeconds = LongestWait }, isCached ? CacheBytes : 0);
}
