using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Reporting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Teacher;

/// <summary>
/// How well the product's word scores agree with the teacher. An item counts as kept by the teacher if at least half of its
/// characters are. Precision: as many items as the teacher kept are taken by falling score; the share of them that the teacher kept too.
/// AUC: how often an item that the teacher kept has a higher score than one that it dropped. Both are averaged over the texts.
/// </summary>
internal static class TeacherAgreement
{
    /// <param name="data">The folder <c>PROMPTCOMPRESSOR_DATA</c>.</param>
    public static async Task<Report> MeasureAsync(string data)
    {
        using var engine = QualityEngine.Load();
        var tokenizer = TokenizerLoader.Load(ModelFolder.Open(Path.Combine(TestPaths.Models, "xlmr-mini")));
        var texts = TeacherText.Read(Path.Combine(data, "eval", "teacher_dev.jsonl")).ToList();
        var report = new Report("teacher");
        report.AddTitle("Agreement with the teacher", "teacher");
        report.Add($"""
            {texts.Count} held-out English texts, scored in segments as the service does it. A and B are the teacher's light (about 60 %) and strong (about 26 %) compression.
            An item (encoder token or word) counts as kept by the teacher if at least half of its characters are. *Precision*: as many items as the teacher kept are
            taken by falling score; the share of them that the teacher kept too. *AUC*: how often an item that the teacher kept has a higher score than one that it
            dropped (0.5 is chance). Both are averaged over the texts. *Words* are the product's, which lend each other probability so that phrases stay together; the encoder
            alone agrees better, and loses more answers.
            """);
        foreach (var model in engine.Models)
        {
            var rows = new System.Collections.Concurrent.ConcurrentBag<(string Domain, double[] Figures)>();
            await Report.WorkOnAsync(model.Id, texts, async text => rows.Add((text.Domain, await FiguresAsync(model.Scorer, tokenizer, text))));
            report.Add($"## {model.Id} ({model.Graph})");
            report.AddTable(
                ["domain", "texts", "precision, words, A", "B", "the encoder alone, A", "B", "its tokens, A", "B", "AUC, words, A", "B"],
                rows.GroupBy(row => row.Domain, row => row.Figures, StringComparer.Ordinal)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .Select(group => Row(group.Key, [.. group]))
                    .Append(Row("**all**", [.. rows.Select(row => row.Figures)])));
        }

        return report;
    }

    private static IReadOnlyList<string> Row(string name, IReadOnlyList<double[]> figures) =>
        [name, $"{figures.Count}", .. Enumerable.Range(0, figures[0].Length).Select(i => Report.Number(figures.Average(one => one[i])))];

    private static async Task<double[]> FiguresAsync(ISegmentModel<SegmentText, SegmentScores> scorer, IOffsetTokenizer tokenizer, TeacherText text)
    {
        var segmented = SegmentedText.Of(text.Text);
        var scores = await WordScoresAsync(scorer, segmented);
        var smoothed = Smoothed(segmented, scores);
        var tokens = Tokens(tokenizer, text.Text);
        var tokenScores = tokens.Select(token => MeanOver(token, segmented.Words, scores)).ToArray();
        var (wordsA, wordsB) = (Kept(segmented.Words, text.KeptInA), Kept(segmented.Words, text.KeptInB));
        return
        [
            Precision(wordsA, smoothed), Precision(wordsB, smoothed),
            Precision(wordsA, scores), Precision(wordsB, scores),
            Precision(Kept(tokens, text.KeptInA), tokenScores), Precision(Kept(tokens, text.KeptInB), tokenScores),
            Auc(wordsA, smoothed), Auc(wordsB, smoothed),
        ];
    }

    private static async Task<Score[]> WordScoresAsync(ISegmentModel<SegmentText, SegmentScores> scorer, SegmentedText text)
    {
        var segments = text.Segments.Select((span, i) => new SegmentText(text.Text, span, text.WordsOf(i))).ToList();
        var cached = new CachedSegments<SegmentText, SegmentScores>(scorer, new MemorySegmentCache(0));
        var results = await cached.GetAsync(segments, new SegmentRequest(new AdmissionTicket(Tenant.Default), new StageTimings()), CancellationToken.None);
        return [.. results.Values.SelectMany(segment => segment.Words)];
    }

    private static Score[] Smoothed(SegmentedText text, Score[] scores)
    {
        var smoothed = new Score[scores.Length];
        for (var i = 0; i < text.Segments.Count; i++)
        {
            var words = text.WordsOf(i);
            Smoothing.Apply(text.Text, words, scores.AsSpan(words.Offset, words.Count), smoothed.AsSpan(words.Offset, words.Count));
        }

        return smoothed;
    }

    private static List<TextSpan> Tokens(IOffsetTokenizer tokenizer, string text)
    {
        var offsets = new List<TextSpan>();
        tokenizer.Encode(text, [], offsets);
        offsets.RemoveAll(offset => offset.IsEmpty);
        return offsets;
    }

    private static double MeanOver(TextSpan token, IReadOnlyList<TextSpan> words, Score[] scores) =>
        Enumerable.Range(0, words.Count).Where(i => words[i].Overlaps(token)).Select(i => (double)scores[i].Value).DefaultIfEmpty(0).Average();

    private static bool[] Kept(IReadOnlyList<TextSpan> items, bool[] keptCharacters) =>
        [.. items.Select(item => 2 * keptCharacters.AsSpan(item.Start, item.Length).Count(true) >= item.Length)];

    private static double Precision<T>(bool[] kept, T[] scores)
    {
        var count = kept.Count(true.Equals);
        var chosen = Enumerable.Range(0, kept.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(count);
        return count == 0 ? 1 : (double)chosen.Count(i => kept[i]) / count;
    }

    /// <summary>Mann-Whitney U over the product of both sizes; equal scores count half.</summary>
    private static double Auc(bool[] kept, Score[] scores)
    {
        double wins = 0, pairs = 0;
        for (var i = 0; i < kept.Length; i++)
        {
            for (var j = 0; kept[i] && j < kept.Length; j++)
            {
                if (!kept[j])
                {
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    pairs++;
                }
            }
        }

        return pairs == 0 ? 1 : wins / pairs;
    }
}
