using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Server.Compress;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>What the benchmarks share: texts of a given size and an engine.</summary>
internal static class BenchText
{
    public static ITokenCounter Counter { get; } = new TokenCounters().Find("gpt-4o")!;

    /// <summary>Prose and Markdown, half and half, of about that many tokens.</summary>
    public static string Of(int tokens) => Of(tokens, 0, out _);

    /// <param name="tokens">About as many, and no fewer.</param>
    /// <param name="first">Number of the first paragraph; no two paragraphs are equal.</param>
    /// <param name="next">Number of the first paragraph that is not in it.</param>
    public static string Of(int tokens, int first, out int next)
    {
        var paragraphs = new List<string>();
        var count = 0;
        for (next = first; count < tokens; next++)
        {
            paragraphs.Add(SampleTexts.Paragraph(next % 2 == 0 ? "prose" : "markdown", next));
            count += Counter.Count(paragraphs[^1]);
        }

        return string.Join("\n\n", paragraphs);
    }

    /// <param name="cacheBytes">0: every segment is a miss.</param>
    public static CompressionEngine Engine(long cacheBytes, bool sentenceVectors = true) =>
        Engines.Load(new EngineOptions { ModelsPath = TestPaths.Models, SentenceVectors = sentenceVectors }, cacheBytes);

    /// <summary>As the service makes it of a text alone.</summary>
    public static CompressionRequest Request(string text, double rate = 0.5) => new()
    {
        Contexts = [text],
        Rate = rate,
        SmallTokens = CompressPlanner.SmallTokens,
        Counter = Counter,
        Protect = ProtectionRules.Default,
    };
}
