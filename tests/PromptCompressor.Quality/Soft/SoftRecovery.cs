using System.Runtime.InteropServices;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Tokenization.Bpe;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Reporting;

namespace PromptCompressor.Quality.Soft;

/// <summary>
/// How much of what a context tells a generator its concept embeddings tell it: mean negative log-likelihood of gold answers with the full
/// text, with embeddings, with every second token and with nothing; recovered = (none - x) / (none - full).
/// </summary>
internal sealed class SoftRecovery(string generatorPath, int limit)
{
    private static readonly HashSet<string> Sets = new(["xquad", "nq-oracle"], StringComparer.Ordinal);
    private static readonly string[] Ways = ["full text", "concept embeddings", "every second token", "nothing"];

    /// <param name="data">The folder <c>PROMPTCOMPRESSOR_DATA</c>.</param>
    public async Task<Report> MeasureAsync(string data)
    {
        using var engine = QualityEngine.Load();
        var model = engine.DefaultSoftModel ?? throw new InvalidOperationException("There is no soft model.");
        using var generator = new LlamaGenerator(generatorPath, model.HiddenSize);
        var tokenizer = TokenizerOf(model);
        var items = QuestionItem.Read(Path.Combine(data, "eval", "qa.jsonl.gz")).Where(item => item.Language == "en" && Sets.Contains(item.Set)).Take(limit).ToList();
        var judged = Ways.Select(_ => new List<(double Nll, double Top1)>()).ToArray();
        foreach (var item in items)
        {
            var segments = model.Split(item.Source.Contexts, []);
            var ids = segments.SelectMany(segment => segment.Ids.ToArray()).ToArray();
            var rows = (await model.EmbedAsync(segments, new AdmissionTicket(Tenant.Default), new StageTimings(), CancellationToken.None)).Matrix.As(EmbeddingType.F32);
            var before = Prompt("<|im_start|>", "user\n");
            var after = Ids("\n\n" + item.Question).Concat(Prompt("<|im_end|>", "\n")).Concat(Prompt("<|im_start|>", "assistant\n")).ToArray();
            var answer = Ids(item.Answers[0]).Concat(Prompt("<|im_end|>", "")).ToArray();
            Action[] reading =
            [
                () => generator.Read(ids),
                () => generator.Read(MemoryMarshal.Cast<byte, float>(rows.Bytes.Span)),
                () => generator.Read([.. ids.Where((_, i) => i % 2 == 0)]),
                () => { },
            ];
            for (var way = 0; way < reading.Length; way++)
            {
                generator.Restart();
                generator.Read(before);
                reading[way]();
                judged[way].Add(generator.Judge(after, answer));
            }

            Console.Error.Write($"\r{judged[0].Count} of {items.Count} ");
        }

        Console.Error.WriteLine();
        return ReportOf(model, judged);

        int[] Prompt(string special, string text) => [tokenizer.SpecialTokens[special], .. Ids(text)];

        int[] Ids(string text)
        {
            var list = new List<int>();
            tokenizer.Encode(text, list, []);
            return [.. list];
        }
    }

    private static ByteLevelBpeTokenizer TokenizerOf(SoftModel model)
    {
        var folder = SoftModelFolder.Open(Path.Combine(ModelsRoot.Find(new EngineOptions().ModelsPath), model.Id));
        return ByteLevelBpeTokenizerJson.Load(folder.FileOf(folder.Manifest.Tokenizer.File));
    }

    private static Report ReportOf(SoftModel model, List<(double Nll, double Top1)>[] judged)
    {
        var nll = judged.Select(way => way.Average(one => one.Nll)).ToArray();
        var report = new Report("soft");
        report.AddTitle("What concept embeddings tell a generator", "soft --generator FILE");
        report.Add($"{judged[0].Count} questions, soft model {model.Id}, generator {model.Generator}. Recovered: (nothing - x) / (nothing - full text), in NLL of the answer.");
        report.AddTable(
            ["context given as", "NLL", "top-1", "recovered"],
            Ways.Select((way, i) => (IReadOnlyList<string>)
                [way, Report.Number(nll[i], 2), Report.Number(judged[i].Average(one => one.Top1), 2), Report.Number((nll[^1] - nll[i]) / (nll[^1] - nll[0]), 2)]));
        return report;
    }
}
