using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Quality;

/// <summary>
/// How well the product's word scores agree with the teacher. An item counts as kept by the teacher if at least half of its
/// characters are. As many items as the teacher kept are taken by falling score; the agreement is the share of them that the
/// teacher kept too, averaged over the texts.
/// </summary>
internal static class TeacherAgreement
{
    public static async Task PrintAsync(string file)
    {
        var options = Options.Create(new EngineOptions());
        using var engine = new CompressionEngine(options, new MemorySegmentCache(0), NullLogger<CompressionEngine>.Instance);
        engine.Load();
        var tokenizer = TokenizerLoader.Load(ModelFolder.Open(Path.Combine(ModelsRoot.Find(options.Value.ModelsPath), "xlmr-mini")));
        var texts = TeacherText.Read(file).ToList();

        Console.WriteLine($"{texts.Count} texts, scored in segments as the service does it");
        Console.WriteLine();
        Console.WriteLine("| model | encoder tokens, A | B | words, A | B |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var model in engine.Models)
        {
            var sums = new double[4];
            foreach (var text in texts)
            {
                Console.Error.Write('.');
                var segmented = SegmentedText.Of(text.Text);
                var scores = await WordScoresAsync(model.Scorer, segmented);
                var tokens = Tokens(tokenizer, text.Text);
                var tokenScores = tokens.Select(token => MeanOver(token, segmented.Words, scores)).ToArray();
                sums[0] += Agreement(tokens, tokenScores, text.KeptInA);
                sums[1] += Agreement(tokens, tokenScores, text.KeptInB);
                sums[2] += Agreement(segmented.Words, scores, text.KeptInA);
                sums[3] += Agreement(segmented.Words, scores, text.KeptInB);
            }

            Console.Error.WriteLine();
            Console.WriteLine($"| {model.Id} ({model.Graph}) | {string.Join(" | ", sums.Select(sum => (sum / texts.Count).ToString("f3", CultureInfo.InvariantCulture)))} |");
        }
    }

    private static async Task<double[]> WordScoresAsync(ISegmentScorer scorer, SegmentedText text)
    {
        var segments = text.Segments.Select((span, i) => new SegmentText(text.Text, span, text.WordsOf(i))).ToList();
        var (scores, _) = await new SegmentScores(scorer, new MemorySegmentCache(0)).GetAsync(segments, new Ticket(Tenant.Default), new StageTimings(), null, CancellationToken.None);
        return [.. scores.SelectMany(segment => segment).Select(score => (double)score)];
    }

    private static List<TextSpan> Tokens(IOffsetTokenizer tokenizer, string text)
    {
        var offsets = new List<TextSpan>();
        tokenizer.Encode(text, [], offsets);
        offsets.RemoveAll(offset => offset.IsEmpty);
        return offsets;
    }

    private static double MeanOver(TextSpan token, IReadOnlyList<TextSpan> words, double[] scores) =>
        Enumerable.Range(0, words.Count).Where(i => words[i].Overlaps(token)).Select(i => scores[i]).DefaultIfEmpty(0).Average();

    private static double Agreement(IReadOnlyList<TextSpan> items, double[] scores, bool[] keptCharacters)
    {
        var kept = items.Select(item => 2 * keptCharacters.AsSpan(item.Start, item.Length).Count(true) >= item.Length).ToArray();
        var count = kept.Count(true.Equals);
        var chosen = Enumerable.Range(0, items.Count).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count);
        return count == 0 ? 1 : (double)chosen.Count(i => kept[i]) / count;
    }
}
