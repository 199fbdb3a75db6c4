using System.Diagnostics;
using System.Globalization;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.Benchmarks;

/// <summary>
/// What soft compression costs as a text grows, what the cache saves, and what a changed sentence costs. Sentences are numbered, so that few
/// segments of a text are equal.
/// </summary>
internal static class SoftCost
{
    private const int HitRounds = 5;
    private const string Inserted = "Nobody, as far as the archive of the harbour tells, has looked at pump 7 since. ";

    private static readonly int[] Sizes = [1_000, 4_000, 16_000, 64_000];

    public static async Task PrintAsync()
    {
        using (var engine = BenchText.Engine(cacheBytes: 1L << 30))
        {
            // Code is compiled and memory allocated before anything counts, for misses and for hits.
            var text = NumberedText(engine.DefaultSoftModel!, 2_000);
            for (var i = 0; i < 30; i++)
            {
                await EmbedAsync(engine.DefaultSoftModel!, text);
            }
        }

        var rows = new List<(double PerToken, double BytesPerToken)>();
        Console.WriteLine("| tokens | segments | rows | first request, ms | ms per 1k tokens | payload, bytes | bytes per token | second request, ms | first / second | one sentence inserted: segments computed | ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        using var cold = BenchText.Engine(cacheBytes: 0);
        foreach (var size in Sizes)
        {
            using var warm = BenchText.Engine(cacheBytes: 1L << 30);
            var (line, perToken, bytesPerToken) = await MeasureAsync(cold.DefaultSoftModel!, warm.DefaultSoftModel!, size);
            rows.Add((perToken, bytesPerToken));
            Console.WriteLine(line);
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Largest over smallest: time per token {rows.Max(row => row.PerToken) / rows.Min(row => row.PerToken):f3}, bytes per token {rows.Max(row => row.BytesPerToken) / rows.Min(row => row.BytesPerToken):f3}."));
    }

    private static async Task<(string Line, double PerToken, double BytesPerToken)> MeasureAsync(SoftModel cold, SoftModel model, int size)
    {
        var text = NumberedText(model, size);
        var tokens = model.Split([text], []).Sum(segment => segment.Ids.Length);
        var (first, second) = (double.MaxValue, double.MaxValue);

        // The fastest of some rounds: small sizes are over so soon that whatever else the machine does shows in each.
        for (var round = 0; round < Math.Max(3, 16_000 / size); round++)
        {
            first = Math.Min(first, (await TimeAsync(() => EmbedAsync(cold, text))).Milliseconds);
        }

        var rows = await EmbedAsync(model, text);
        for (var round = 0; round < HitRounds; round++)
        {
            second = Math.Min(second, (await TimeAsync(() => EmbedAsync(model, text))).Milliseconds);
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
        model.EmbedAsync(model.Split([text], []), new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None);

    /// <summary>Prose in which each sentence has a number of its own, at both ends, since it may be two segments.</summary>
    private static string NumberedText(SoftModel model, int tokens)
    {
        var sentences = new List<string>();
        var count = 0;
        foreach (var sentence in BenchText.Of(tokens * 2).Split(". "))
        {
            sentences.Add(string.Create(CultureInfo.InvariantCulture, $"In {sentences.Count} {sentence.Replace('\n', ' ')} of {sentences.Count}. "));
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
