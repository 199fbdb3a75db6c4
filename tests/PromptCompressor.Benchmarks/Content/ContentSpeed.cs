using System.Diagnostics;
using System.Text.Json.Nodes;
using PromptCompressor.Benchmarks.Load;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Benchmarks.Content;

/// <summary>
/// What content by its kind costs without the model: each kind, a growing log, and a log of 1 MB through the whole service. In processor
/// time, the least of several rounds, so that what else the machine does hardly shows.
/// </summary>
internal static class ContentSpeed
{
    private const int Characters = 1_000_000;
    private const int Rounds = 7;
    private const string Question = "Which settlement failed, and why?";

    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000, 10_000_000];

    public static async Task PrintAsync()
    {
        PrintKinds();
        PrintGrowth("log");
        PrintGrowth("json lines");
        await PrintServiceAsync();
    }

    private static void PrintKinds()
    {
        Console.WriteLine("| kind, 1 MB | detected, MB/s | counted, MB/s | compressed, ms | with a question, ms | allocated, bytes per character |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (kind, of) in ContentSamples.Kinds)
        {
            WarmUp(of(50_000));
            var text = of(Characters);
            var (detected, _) = Least(() => ContentDetector.Blocks(text));
            var (counted, _) = Least(() => BenchText.Counter.Count(text));
            var (compressed, allocated) = Least(() => Compress(text, null));
            var (asked, _) = Least(() => Compress(text, Question));
            Console.WriteLine(LoadScenarios.Format($"| {kind} | {text.Length / 1000 / detected:f0} | {text.Length / 1000 / counted:f0} | {compressed:f0} | {asked:f0} | {(double)allocated / text.Length:f0} |"));
        }

        Console.WriteLine();
    }

    private static void PrintGrowth(string kind)
    {
        Console.WriteLine($"| {kind}, characters | detected, ms | compressed, ms | ms per MB |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var size in Sizes)
        {
            var text = ContentSamples.Of(kind, size);
            var (detected, _) = Least(() => ContentDetector.Blocks(text));
            var (compressed, _) = Least(() => Compress(text, null));
            Console.WriteLine(LoadScenarios.Format($"| {text.Length} | {detected:f1} | {compressed:f1} | {compressed * 1e6 / text.Length:f0} |"));
        }

        Console.WriteLine();
    }

    /// <summary>Over HTTP, with the time of the clock: JSON is read and written, the limit of tokens checked.</summary>
    private static async Task PrintServiceAsync()
    {
        await using var server = await LoadServer.StartAsync();
        var request = new JsonObject { ["context"] = ContentSamples.Of("log", 50_000), ["rate"] = 0.5, ["content"] = "auto" };
        for (var i = 0; i < 200; i++)
        {
            await server.SendAsync(request);
        }

        request["context"] = ContentSamples.Of("log", Characters);
        var times = new List<double>();
        JsonNode answer = null!;
        for (var i = 0; i < 30; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var (status, body) = await server.SendAsync(request);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            answer = status == 200 ? JsonNode.Parse(body)! : throw new InvalidOperationException(body);
        }

        times.Sort();
        Console.WriteLine(LoadScenarios.Format($"POST /v1/compress of a log of 1 MB ({answer["origin_tokens"]} tokens, {answer["compressed_tokens"]} left): least {times[0]:f0} ms, median {times[times.Count / 2]:f0} ms."));
    }

    private static void WarmUp(string text)
    {
        for (var i = 0; i < 40; i++)
        {
            ContentDetector.Blocks(text);
            Compress(text, i % 2 == 0 ? null : Question);
        }
    }

    private static void Compress(string text, string? question) =>
        new ContentCompressor(new NoWords()).CompressAsync(BenchText.Request(text) with { Question = question }, CancellationToken.None).GetAwaiter().GetResult();

    private static (double Milliseconds, long Bytes) Least(Action action)
    {
        var least = (Milliseconds: double.MaxValue, Bytes: long.MaxValue);
        for (var i = 0; i < Rounds; i++)
        {
            var (bytes, time) = (GC.GetTotalAllocatedBytes(precise: true), Environment.CpuUsage.TotalTime);
            action();
            least.Milliseconds = Math.Min(least.Milliseconds, (Environment.CpuUsage.TotalTime - time).TotalMilliseconds);
            least.Bytes = Math.Min(least.Bytes, GC.GetTotalAllocatedBytes(precise: true) - bytes);
        }

        return least;
    }

    /// <summary>Prose comes back as it is, so that the model's time does not count.</summary>
    private sealed class NoWords : IPromptCompressor
    {
        public string Name => CompressorNames.Extractive;

        public ModelIdentity Model { get; } = new("none", "0");

        public Task<CompressionResult> CompressAsync(CompressionRequest request, CancellationToken cancellation)
        {
            var input = CountedTexts.Of(request);
            return Task.FromResult(new CompressionResult
            {
                Texts = [.. request.Contexts.Select(text => new CompressedText(text, text, [new TextSpan(0, text.Length)], []))],
                Joined = input.Joined,
                OriginTokens = input.Tokens,
                CompressedTokens = input.Tokens,
                Timings = new StageTimings(),
            });
        }
    }
}
