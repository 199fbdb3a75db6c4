using System.CommandLine;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Models;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Survival;

/// <summary>
/// How near the nearest sentence of a text is to a question about it, and to a question about another text: between the two lies the cosine under
/// which a model's manifest lets words alone decide.
/// </summary>
internal static class NearnessCommand
{
    private static readonly double[] Quantiles = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

    public static Command Create()
    {
        var own = new Option<bool>("--own") { Description = "This repository's own questions; needs no data." };
        var limit = new Option<int>("--limit") { Description = "Questions of a set and language at most. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var command = new Command("nearness", "How near the nearest sentence is to a question about its text, and to one about another text.") { own, limit, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var all = parsed.GetValue(own) ? QuestionSets.Own() : QuestionSets.Published(Common.Data(), tuning: true);
            var items = all.GroupBy(item => (item.Set, item.Language)).SelectMany(group => group.Take(parsed.GetValue(limit))).ToList();
            using var engine = QualityEngine.Load();
            var report = new Report("nearness");
            report.AddTitle("How near a question is to the nearest sentence", "nearness");
            report.Add($"The largest cosine of a text, {items.Count} questions of the half that constants are tuned on: its own question, and that of the next text in the list.");
            foreach (var model in engine.Models)
            {
                var (ours, others) = (new double[items.Count], new double[items.Count]);
                await Report.WorkOnAsync(model.Id, [.. Enumerable.Range(0, items.Count)], async i =>
                {
                    var other = Enumerable.Range(1, items.Count).Select(step => items[(i + step) % items.Count]).First(item => item.Source != items[i].Source);
                    ours[i] = await LargestAsync(model, items[i].Source, items[i].Question);
                    others[i] = await LargestAsync(model, items[i].Source, other.Question);
                });
                report.Add($"## {model.Id}");
                report.AddTable(["quantile", .. Quantiles.Select(quantile => Report.Number(quantile, 2))], [Row("own question", ours), Row("another's question", others)]);
            }

            report.Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }

    private static IReadOnlyList<string> Row(string name, double[] cosines)
    {
        var sorted = cosines.Order().ToArray();
        return [name, .. Quantiles.Select(quantile => Report.Number(sorted[(int)(quantile * (sorted.Length - 1))]))];
    }

    private static async Task<double> LargestAsync(LoadedModel model, SourceText source, string question)
    {
        var text = SegmentedText.Of(source.Text);
        var segments = text.Segments.Select((span, i) => new SegmentText(text.Text, span, text.WordsOf(i))).ToList();
        var request = new SegmentRequest(new AdmissionTicket(Tenant.Default), new StageTimings());
        var read = await model.Scores.GetAsync(segments, request, CancellationToken.None);
        var meaning = await model.Questions!.MeaningOfAsync(question, request, CancellationToken.None);
        return Similarity.Of(meaning!.Vector, Sentence.Of([text], [[.. read.Values.Select(segment => segment.Sentences)]])).Max();
    }
}
