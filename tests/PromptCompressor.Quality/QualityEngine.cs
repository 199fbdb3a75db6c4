using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality;

/// <summary>The engine as the service runs it, with this repository's models.</summary>
internal static class QualityEngine
{
    private const long CacheBytes = 1 << 28;

    /// <summary>A study waits for the model, however busy the machine is.</summary>
    private const double QueueSeconds = 3600;

    /// <param name="sentenceVectors">Whether questions are compared by meaning.</param>
    public static CompressionEngine Load(bool sentenceVectors = true) =>
        Engines.Load(new EngineOptions { ModelsPath = TestPaths.Models, SentenceVectors = sentenceVectors, QueueSeconds = QueueSeconds }, CacheBytes);
}
