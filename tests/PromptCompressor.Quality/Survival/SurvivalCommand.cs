using System.CommandLine;
using PromptCompressor.Quality.Data;
using PromptCompressor.Quality.Methods;

namespace PromptCompressor.Quality.Survival;

internal static class SurvivalCommand
{
    public static Command Create()
    {
        var kept = new Option<double[]>("--kept")
        {
            Description = "Shares of the tokens to keep, above 0 and at most 1. Default 0.2 to 0.8.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
        };
        var limit = new Option<int>("--limit") { Description = "Questions of a set and language at most. Default: all.", DefaultValueFactory = _ => int.MaxValue };
        var tuning = new Option<bool>("--tuning") { Description = "The half of the questions that constants were tuned on, not the one to report." };
        var own = new Option<bool>("--own") { Description = "This repository's own questions; needs no data." };
        var products = new Option<bool>("--products") { Description = "This product alone, without baselines." };
        var command = new Command("survival", "How often the answer to a question survives compression, against baselines.") { kept, limit, tuning, own, products, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            var isOwn = parsed.GetValue(own);
            var all = isOwn ? QuestionSets.Own() : QuestionSets.Published(Common.Data(), parsed.GetValue(tuning));
            var items = all.GroupBy(item => (item.Set, item.Language)).SelectMany(group => group.Take(parsed.GetValue(limit))).ToList();
            using var engine = QualityEngine.Load();
            using var lexical = QualityEngine.Load(sentenceVectors: false);
            var study = new SurvivalStudy(items, new MethodSet(engine, all.Select(item => (item.Language, item.Source)), lexical, withBaselines: !parsed.GetValue(products)), parsed.GetValue(kept)!);
            await study.RunAsync();
            SurvivalReport.Of(study, isOwn ? "Answers that survive, own questions" : "Answers that survive", isOwn ? "survival-own" : "survival", isOwn ? "survival --own" : "survival").Publish(parsed.GetValue(Common.Out));
        });
        return command;
    }
}
