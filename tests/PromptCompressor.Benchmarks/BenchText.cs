using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Counting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>What the benchmarks share: texts of a given size and an engine.</summary>
internal static class BenchText
{
    public static ITokenCounter Counter { get; } = new TokenCounters().Find("gpt-4o")!;

    /// <summary>Prose and Markdown, half and half, of about that many tokens.</summary>
    public static string Of(int tokens)
    {
        var paragraphs = new List<string>();
        var count = 0;
        var prose = SampleTexts.Paragraphs("prose", 2000);
        var markdown = SampleTexts.Paragraphs("markdown", 2000);
        for (var i = 0; count < tokens; i++)
        {
            paragraphs.Add(i % 2 == 0 ? prose[i] : markdown[i]);
            count += Counter.Count(paragraphs[^1]);
        }

        return string.Join("\n\n", paragraphs);
    }

    /// <param name="cacheBytes">0: every segment is a miss.</param>
    public static CompressionEngine Engine(long cacheBytes)
    {
        var options = new EngineOptions { ModelsPath = TestPaths.Models };
        var engine = new CompressionEngine(Options.Create(options), new MemorySegmentCache(cacheBytes), NullLogger<CompressionEngine>.Instance);
        engine.Load();
        return engine;
    }

    public static CompressionRequest Request(string text, double rate = 0.5) => new()
    {
        Contexts = [text],
        Rate = rate,
        Counter = Counter,
        Protect = ProtectionRules.Default,
    };
}
