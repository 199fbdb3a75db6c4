using System.Diagnostics;
using System.Text.Json.Nodes;
using PromptCompressor.Benchmarks.Content;
using PromptCompressor.Benchmarks.Load;
using PromptCompressor.TestSupport;

namespace PromptCompressor.Benchmarks;

/// <summary>What users of the HTTP API wait for, by kind of text and size, and from where on that pays. It is over in a few minutes.</summary>
internal static class Speed
{
    private const string Model = "xlmr-mini";
    private const int MostRounds = 9;
    private const int Starts = 3;
    private const int WarmUps = 40;
    private const int CachedWarmUps = 600;
    private const string Question = "What did the survey team measure before the storm reached the coast?";

    /// <summary>What a core costs for an hour in the sums below, in dollars.</summary>
    private const double CoreHour = 0.05;

    private static readonly TimeSpan TimeForOne = TimeSpan.FromSeconds(3);
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];
    private static readonly int[] SmallSizes = [100, 300, 1_000, 10_000];
    private static readonly string[] Kinds = ["log", "json array", "json pretty", "csv", "table", "diff", "code", "html", "search results", "test report", "mixed"];

    private static int _nextParagraph;

    /// <param name="folder">Where <c>speed.md</c> is written; null: it is only printed.</param>
    public static async Task RunAsync(string? folder)
    {
        var report = new MeasuredReport("How fast it is, by kind of text", "speed --out tests/PromptCompressor.Benchmarks/Results");
        report.Add("Whole requests over HTTP to a service in a process of its own, which has nothing else to do; half of the tokens are kept. The median of as many rounds as three seconds allow, one at least");
        report.Add("and nine at most. *New*: the service has no cache; *cached*: the same text was sent before, and 600 requests have warmed the service up: until its code is compiled for good, a cached text of 1,000 tokens takes some 8 ms. Tokens are those of o200k_base.\n");
        await using (var service = await StartAsync(Capacity.NoCache))
        {
            await AddKindsAsync(report, service);
            await AddPriceAsync(report, service);
        }

        await AddCachedAsync(report);
        await AddStartAsync(report);
        report.Write(folder, "speed.md");
    }

    private static async Task AddKindsAsync(MeasuredReport report, LoadServer service)
    {
        report.Add("## New texts");
        report.Add("| text | kept, % | 1,000 tokens, ms | 10,000 tokens, ms | 100,000 tokens, ms | tokens/s at 10,000 |");
        report.Add("|---|---|---|---|---|---|");
        foreach (var model in new[] { Model, LoadTexts.Model })
        {
            await AddKindAsync(report, service, $"prose, {model}", model, Prose);
        }

        foreach (var kind in Kinds)
        {
            var sample = ContentSamples.Of(kind, 20_000);
            var characters = (double)sample.Length / BenchText.Counter.Count(sample);
            await AddKindAsync(report, service, kind, Model, tokens => ContentSamples.Of(kind, (int)(tokens * characters)));
        }

        report.Add("");
    }

    private static async Task AddKindAsync(MeasuredReport report, LoadServer service, string name, string model, Func<int, string> textOf)
    {
        await WarmUpAsync(service, model, textOf);
        var runs = new List<Run>();
        foreach (var size in Sizes)
        {
            runs.Add(await MeasureAsync(service, model, () => textOf(size)));
        }

        report.Add($"| {name} | {100.0 * runs[1].Left / runs[1].Tokens:f0} | {Per(runs[0], Sizes[0]):f1} | {Per(runs[1], Sizes[1]):f0} | {Per(runs[2], Sizes[2]):f0} | {runs[1].Tokens / runs[1].Milliseconds * 1000:f0} |");
    }

    private static async Task AddPriceAsync(MeasuredReport report, LoadServer service)
    {
        report.Add("## From where on a new text of prose pays");
        report.Add($"*Pays in money* from this price of the LLM's input on, if all cores work for the whole time and a core costs $ {CoreHour} an hour. *Pays in time* if the LLM reads fewer new tokens a second than this: then it");
        report.Add("begins to answer sooner in spite of the wait. A cached text costs a small part of it.\n");
        report.Add("| model | tokens | left out | new, ms | pays in money from, $ per million tokens | pays in time below, tokens/s |");
        report.Add("|---|---|---|---|---|---|");
        foreach (var model in new[] { Model, LoadTexts.Model })
        {
            foreach (var size in SmallSizes)
            {
                var run = await MeasureAsync(service, model, () => Prose(size));
                var saved = run.Tokens - run.Left;
                var dollars = run.Milliseconds / 3_600_000 * Environment.ProcessorCount * CoreHour;
                report.Add($"| {model} | {size} | {100.0 * saved / run.Tokens:f0} % | {Per(run, size):f1} | {dollars / saved * 1e6:f3} | {saved / run.Milliseconds * 1000:f0} |");
            }
        }

        report.Add("");
    }

    private static async Task AddCachedAsync(MeasuredReport report)
    {
        await using var service = await StartAsync();
        await WarmUpAsync(service, LoadTexts.Model, Prose);
        var texts = Sizes.Select(Prose).ToArray();

        // Code that a miss hardly touches is compiled for good before anything counts.
        for (var i = 0; i < CachedWarmUps; i++)
        {
            await SendAsync(service, LoadTexts.Model, texts[0], i % 2 == 0 ? null : Question);
        }

        report.Add("## Cached texts");
        report.Add("| prose, tokens | cached, ms | cached, with a question, ms | tokens/s |");
        report.Add("|---|---|---|---|");
        for (var i = 0; i < texts.Length; i++)
        {
            await SendAsync(service, LoadTexts.Model, texts[i], question: null);
            var cached = await MeasureAsync(service, LoadTexts.Model, () => texts[i]);
            var asked = await MeasureAsync(service, LoadTexts.Model, () => texts[i], Question);
            report.Add($"| {Sizes[i]} | {Per(cached, Sizes[i]):f1} | {Per(asked, Sizes[i]):f1} | {cached.Tokens / cached.Milliseconds * 1000:f0} |");
        }

        report.Add("");
        report.Add($"Resident memory after that: {service.Memory:f0} MiB.\n");
    }

    private static async Task AddStartAsync(MeasuredReport report)
    {
        report.Add("## Start");
        var (times, memory) = (new List<double>(), 0.0);
        for (var i = 0; i < Starts; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await using var service = await ServiceProcess.StartAsync();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            memory = service.Memory;
        }

        report.Add("| start to ready, s, median of three | resident memory then, MiB |");
        report.Add("|---|---|");
        report.Add($"| {times.Order().ElementAt(Starts / 2):f1} | {memory:f0} |");
    }

    private static Task<LoadServer> StartAsync(params string[] settings) => LoadServer.StartAsync([.. settings, "--Limits:OriginTokens", "200000"]);

    /// <summary>No two of them are equal.</summary>
    private static string Prose(int tokens)
    {
        var text = new System.Text.StringBuilder();
        var paragraph = "";
        for (var count = 0; count < tokens; count += BenchText.Counter.Count(paragraph))
        {
            text.Append(paragraph = SampleTexts.Paragraph("prose", _nextParagraph++) + "\n\n");
        }

        return text.ToString();
    }

    private static async Task WarmUpAsync(LoadServer service, string model, Func<int, string> textOf)
    {
        for (var i = 0; i < WarmUps; i++)
        {
            await SendAsync(service, model, textOf(300), question: null);
        }
    }

    private static async Task<Run> MeasureAsync(LoadServer service, string model, Func<string> text, string? question = null)
    {
        var runs = new List<Run>();
        var begun = Stopwatch.GetTimestamp();
        do
        {
            runs.Add(await SendAsync(service, model, text(), question));
        }
        while (runs.Count < MostRounds && Stopwatch.GetElapsedTime(begun) < TimeForOne);
        return runs.OrderBy(run => run.Milliseconds).ElementAt(runs.Count / 2);
    }

    private static async Task<Run> SendAsync(LoadServer service, string model, string text, string? question)
    {
        var request = new JsonObject { ["context"] = text, ["rate"] = 0.5, ["model"] = model, ["question"] = question, ["content"] = "auto" };
        var start = Stopwatch.GetTimestamp();
        var (status, body) = await service.SendAsync(request);
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var answer = status == 200 ? JsonNode.Parse(body)! : throw new InvalidOperationException(body);
        return new Run(time, (int)answer["origin_tokens"]!, (int)answer["compressed_tokens"]!);
    }

    /// <summary>For the round number of tokens that the table names: texts end with a whole record.</summary>
    private static double Per(Run run, int tokens) => run.Milliseconds * tokens / run.Tokens;

    private readonly record struct Run(double Milliseconds, int Tokens, int Left);
}
