using System.CommandLine;
using PromptCompressor.Fuzz;
using PromptCompressor.Fuzz.Content;
using PromptCompressor.Fuzz.Http;
using PromptCompressor.Fuzz.Meaning;
using PromptCompressor.Fuzz.OpenApi;
using PromptCompressor.Fuzz.Segments;
using PromptCompressor.Fuzz.Settings;
using PromptCompressor.Fuzz.Tokenizers;

var target = new Argument<string>("target") { Description = "What to try." };
target.AcceptOnlyFromAmong("http", "tokenizers", "long", "content", "meaning", "segments", "openapi", "settings", "all");
var seconds = new Option<int>("--seconds") { Description = "How long, for each target.", DefaultValueFactory = _ => 60 };
var seed = new Option<int>("--seed") { Description = "Gives the same inputs again; default another one each time.", DefaultValueFactory = _ => Random.Shared.Next() };
var replay = new Option<string?>("--replay") { Description = "Tries this file alone." };
var command = new RootCommand("Looks for inputs that the product fails at.") { target, seconds, seed, replay };
command.SetAction(async (arguments, cancellation) =>
{
    var limits = new FuzzLimits(arguments.GetValue(seed), TimeSpan.FromSeconds(arguments.GetValue(seconds)));
    var isAll = arguments.GetValue(target) == "all";
    var file = arguments.GetValue(replay);
    var found = 0;
    foreach (var (name, run) in new (string, Func<FuzzLimits, string?, Task<FuzzReport>>)[]
    {
        ("tokenizers", TokenizerFuzz.RunAsync), ("long", LongTextFuzz.RunAsync), ("content", ContentFuzz.RunAsync), ("meaning", MeaningFuzz.RunAsync), ("segments", SegmentFuzz.RunAsync), ("settings", SettingsFuzz.RunAsync), ("openapi", OpenApiFuzz.RunAsync), ("http", HttpFuzz.RunAsync),
    })
    {
        if (isAll || arguments.GetValue(target) == name)
        {
            Console.WriteLine($"{name}, seed {limits.Seed}, {limits.Time.TotalSeconds} s");
            found += await Findings.PrintAsync(await run(limits, file), cancellation);
        }
    }

    return found == 0 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
