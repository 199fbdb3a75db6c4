using System.CommandLine;
using System.Globalization;
using PromptCompressor.Quality.Reporting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Quality.Meaning;

internal static class MeaningCommand
{
    public static Command Create()
    {
        var examples = new Option<bool>("--examples") { Description = "Prints what is broken to standard error." };
        var command = new Command("meaning", "How often what is left of a text says something else than the text did, against words dropped one by one.") { examples, Common.Out };
        command.SetAction(async (parsed, _) =>
        {
            using var engine = QualityEngine.Load();
            var report = new Report("meaning");
            report.AddTitle("What is left is still true", "meaning");
            report.Add("""
                Broken claims of possible ones, in per cent: possible is a claim of which enough is left that it could be false. *Plain* is the same model in the mode `reference`, which drops words one by
                one as LLMLingua-2 does; where a word of its output stood is found again by the order of words.
                """);
            await AddAsync(GeneratedTexts.All(), "Sentences, numbers and speakers of this repository's own in 21 languages");
            if (TestPaths.Data is { } data && PublishedTexts.All(data) is { Count: > 0 } published)
            {
                await AddAsync(published, "Texts of the folder that PROMPTCOMPRESSOR_DATA names");
            }

            report.Publish(parsed.GetValue(Common.Out));

            async Task AddAsync(IReadOnlyList<MeaningText> texts, string title)
            {
                var study = new MeaningStudy(texts, engine);
                await study.RunAsync(parsed.GetValue(examples));
                report.Add($"## {title}: {texts.Count} texts");
                report.AddTable(Header("kind"), study.Rows((text, claim) => KindOf(text.Kind, claim)));
                report.AddTable(Header("language"), study.Rows((text, _) => text.Language));
            }
        });
        return command;
    }

    private static string[] Header(string by) =>
        [by, "possible", .. MeaningStudy.Rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture)), .. MeaningStudy.Rates.Select(rate => $"plain, {rate.ToString(CultureInfo.InvariantCulture)}")];

    private static string KindOf(string kind, Claim claim) => claim switch
    {
        Apart => "merged",
        Guarded => "negation",
        _ => kind,
    };
}
