using System.Diagnostics;
using System.Globalization;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.Benchmarks;

/// <summary>
/// What soft compression costs as a text grows, what the cache saves, and what a changed sentence costs. No text has two equal segments
/// by more than chance, so that a miss is one.
/// </summary>
internal static class SoftCost
{
    private const int HitsPerRound = 5;
    private const string Inserted = "Nobody, as far as the archive of the harbour tells, has looked at pump 7 since. ";

    private static readonly int[] Sizes = [1_000, 4_000, 16_000, 64_000];

    public static async Task PrintAsync()
    {
        using (var engine = BenchText.Engine(cacheBytes: 0))
        {
            // Memory and caches of the CPU are warm before anything counts.
            await EmbedAsync(engine.DefaultSoftModel!, NumberedText(engine.DefaultSoftModel!, 2_000, seed: 0));
        }

        var rows = new List<(double PerToken, double BytesPerToken)>();
        Console.WriteLine("| tokens | segments | rows | first request, ms | ms per 1k tokens | payload, bytes | bytes per token | second request, ms | first / second | one sentence inserted: segments computed | ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var size in Sizes)
        {
            using var engine = BenchText.Engine(cacheBytes: 1L << 30);
            var (line, perToken, bytesPerToken) = await MeasureAsync(engine.DefaultSoftModel!, size);
            rows.Add((perToken, bytesPerToken));
            Console.WriteLine(line);
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Largest over smallest: time per token {rows.Max(row => row.PerToken) / rows.Min(row => row.PerToken):f3}, bytes per token {rows.Max(row => row.BytesPerToken) / rows.Min(row => row.BytesPerToken):f3}."));
    }

    private static async Task<(string Line, double PerToken, double BytesPerToken)> MeasureAsync(SoftModel model, int size)
    {
        // Small sizes are repeated with other texts: one run of a tenth of a second says little on a machine that does other things.
        var rounds = Math.Max(1, 16_000 / size);
        var (first, second, tokens) = (0.0, 0.0, 0);
        SoftEmbeddings rows = null!;
        var text = "";
        for (var round = 0; round < rounds; round++)
        {
            text = NumberedText(model, size, seed: round + 1);
            tokens = model.Split([text], []).Sum(segment => segment.Ids.Length);
            (rows, var time) = await TimeAsync(() => EmbedAsync(model, text));
            first += time / rounds;
        }

        for (var i = 0; i < HitsPerRound; i++)
        {
            second += (await TimeAsync(() => EmbedAsync(model, text))).Milliseconds / HitsPerRound;
        }

        var middle = text.IndexOf(". ", text.Length / 2, StringComparison.Ordinal) + 2;
        var (changed, changedTime) = await TimeAsync(() => EmbedAsync(model, text.Insert(middle, Inserted)));
        var bytes = (TorchFile.Write(rows.Matrix).Length + 2) / 3 * 4;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"| {tokens} | {rows.Cache.Segments} | {rows.Matrix.Rows} | {first:f0} | {first / tokens * 1000:f1} | {bytes} | {(double)bytes / tokens:f0} | {second:f2} | {first / second:f0} | {changed.Cache.Misses} of {changed.Cache.Segments} | {changedTime:f1} |");
        return (line, first / tokens, (double)bytes / tokens);
    }

    private static Task<SoftEmbeddings> EmbedAsync(SoftModel model, string text) =>
        model.EmbedAsync(model.Split([text], []), Tenant.Default, new StageTimings(), CancellationToken.None);

    /// <summary>Prose in which each sentence has a number of its own.</summary>
    private static string NumberedText(SoftModel model, int tokens, int seed)
    {
        var sentences = new List<string>();
        var count = 0;
        foreach (var sentence in BenchText.Of(tokens * 2).Split(". "))
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"{sentence.Replace('\n', ' ')} in file {(seed * 100_000) + sentences.Count}. "));
            count += model.Split([sentences[^1]], []).Sum(segment => segment.Ids.Length);
            if (count >= tokens)
            {
                break;
            }
        }

        return string.Concat(sentences);
    }

    private static async Task<(SoftEmbeddings Rows, double Milliseconds)> TimeAsync(Func<Task<SoftEmbeddings>> action)
    {
        var start = Stopwatch.GetTimestamp();
        var rows = await action();
        return (rows, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
