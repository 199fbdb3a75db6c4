using System.Globalization;

namespace PromptCompressor.IntegrationTests.Documentation;

/// <summary>
/// The sentences and rows of the pages that say what was measured, with each figure taken from the result that the page links to. A page that gets a new figure gets a line here.
/// </summary>
internal static class PublishedFigures
{
    private const string Quality = "tests/PromptCompressor.Quality/Results/";
    private const string Benchmarks = "tests/PromptCompressor.Benchmarks/Results/";
    private const string Asked = ", with the question";
    private const string WithoutAnswer = "removed without the answer, %";

    public static IReadOnlyDictionary<string, Func<IReadOnlyList<string>>> Pages { get; } = new Dictionary<string, Func<IReadOnlyList<string>>>(StringComparer.Ordinal)
    {
        ["README.md"] = Readme,
        ["docs/measurements.md"] = Measurements,
        ["docs/where-it-loses.md"] = WhereItLoses,
        ["docs/speed.md"] = Speed,
        ["docs/operations.md"] = Operations,
    };

    private static MeasuredTable English => MeasuredTable.Read(Quality + "survival.md", "English, all sets");

    private static MeasuredTable Passages => MeasuredTable.Read(Quality + "survival.md", "Several passages");

    private static MeasuredTable Languages => MeasuredTable.Read(Quality + "survival.md", "Other languages");

    private static MeasuredTable Tools => MeasuredTable.Read(Quality + "tools.md", "Facts that survive at 0.5");

    private static MeasuredTable Removed => MeasuredTable.Read(Quality + "negative.md", "Ten passages", "95 % of the answers");

    private static MeasuredTable Overhead => MeasuredTable.Read(Benchmarks + "overhead.md");

    private static IReadOnlyList<string> Readme()
    {
        var (overhead, planted) = (Overhead, Planted());
        var margins = MeasuredTable.Read(Quality + "survival.md", "Margins").Behind();
        return
        [
            $"At half of the tokens, the answers to {English["50", "xlmr-mini"]:0} of 100 English questions are still in the text: {English["50", "xlmr-mini" + Asked]:0} if the question is given, and {Passages["50", "xlmr-mini" + Asked]:0} if it is asked of several passages. At 30 % of the tokens it is {English["30", "xlmr-mini"]:0}, {English["30", "xlmr-mini" + Asked]:0} and {Passages["30", "xlmr-mini" + Asked]:0}.",
            $"Share of {MeasuredTable.Said(Quality + "survival.md", @"(\d+) questions, \d+ texts")} questions, on which nothing was tuned,",
            Survival("English, no question given", English, isAsked: false),
            Survival("English, question given", English, isAsked: true),
            Survival("several passages, question given", Passages, isAsked: true),
            Survival($"{OtherLanguages()} other languages, no question given", Languages, isAsked: false),
            Survival($"{OtherLanguages()} other languages, question given", Languages, isAsked: true),
            $"Of {planted.Facts} facts planted in {planted.Texts} made-up results of tools the sidecar keeps {planted.Kept}, in {Tools["tokens kept", "as the sidecar"]} % of the tokens",
            $"keeps {Tools["failure (113)", "reference"]} % of the failures among them.",
            FormattableString.Invariant($"on 2 cores that is more than about {InASecond("xlmr-mini-fast"):N0} tokens of new prose."),
            $"| 1,000 tokens, new | {overhead["miss, ms", "xlmr-mini-fast", "1066"]} ms | {overhead["miss, ms", "xlmr-mini", "1066"]} ms | [overhead]({Benchmarks}overhead.md) |",
            $"| 10,000 tokens, new | {overhead["miss, ms", "xlmr-mini-fast", "10013"]} ms | {overhead["miss, ms", "xlmr-mini", "10013"]} ms | |",
            $"| 1,000 tokens, cached | {overhead["hit, ms", "xlmr-mini-fast", "1066"]} ms | {overhead["hit, ms", "xlmr-mini", "1066"]} ms | |",
            $"| memory of the process, over 100,000 requests of up to 1,000 words | {MeasuredTable.Read(Benchmarks + "load.md", "Memory over")["resident, MiB", "100000"]} MiB | | [load]({Benchmarks}load.md) |",
            $"| memory of the process, all models, every route in use | {Soak["resident, MiB", "10"]} MiB | | [soak]({Benchmarks}soak.md) |",
            $"- At less than 30 % without a question: at 20 % the answers to {English["20", "xlmr-mini"]:0} of 100 English questions are left.",
            $"Texts in {string.Join(", ", margins.SkipLast(1).Select(Name))} or {Name(margins[^1])} without a question:",
        ];

        // To the thousand.
        decimal InASecond(string model) => Math.Floor(10013 / overhead["miss, ms", model, "10013"].Value) * 1000;

        static string Survival(string what, MeasuredTable table, bool isAsked) =>
            $"| {what} | {table["30", Ours(isAsked)]} % | {table["50", Ours(isAsked)]} % | {BestOther(table, isAsked)} |";
    }

    private static IReadOnlyList<string> Measurements()
    {
        var (overhead, growth, load) = (Overhead, MeasuredTable.Read(Benchmarks + "growth.md", corner: "one text, tokens"), Benchmarks + "load.md");
        var words = MeasuredTable.Read(Quality + "survival.md", "Other languages").Best("50", row => row is "TF-IDF words" or "random words" or "no stop words, then random");
        var structure = MeasuredTable.Read(Quality + "structure.md", "JSON that parses");
        var tables = MeasuredTable.Read(Quality + "structure.md", "Tables with head");
        var calculations = MeasuredTable.Read(Quality + "gsm8k.md", "Calculations, such");
        var (agent, chaos) = (MeasuredTable.Read(Benchmarks + "agent.md", "Idle"), MeasuredTable.Read(Benchmarks + "chaos.md"));
        var costs = Formats.Select(format => agent["of direct", format, "sidecar"]).OrderBy(figure => figure.Value).ToArray();
        var waits = Formats.Select(format => agent["added, ms: turns without prose p50", format, "sidecar"]).OrderBy(figure => figure.Value).ToArray();
        var memory = chaos.All("resident, MiB").OrderBy(figure => figure.Value).ToArray();
        var (meaning, soft) = (MeasuredTable.Read(Quality + "meaning.md", "Sentences, numbers"), MeasuredTable.Read(Benchmarks + "soft.md"));
        var content = MeasuredTable.Read(Benchmarks + "content.md").All("compressed, ms").OrderBy(figure => figure.Value).ToArray();
        var inEnglish = MeasuredTable.Read(Quality + "asked-in-english.md");
        var playground = MeasuredTable.Read(Benchmarks + "playground.md");
        var (claims, answers, budgets, removed) = (Reference("What is left"), Reference("Answers that survive"), Reference("Budgets"), Removed);
        return
        [
            $"| answers that survive, English, no question given | {English["50", "xlmr-mini"]} % | {BestOther(English, isAsked: false)} | [`quality survival`](../{Quality}survival.md) |",
            $"| the same, question given | {English["50", "xlmr-mini" + Asked]} % | {BestOther(English, isAsked: true)} | |",
            $"| {OtherLanguages()} other languages, no question given | {Languages["50", "xlmr-mini"]} % | {BestOther(Languages, isAsked: false)}; words alone {words.Figure} % ({words.Row}) | |",
            $"| the same, question given | {Languages["50", "xlmr-mini" + Asked]} % | {BestOther(Languages, isAsked: true)} | |",
            $"| several passages, question given | {Passages["50", "xlmr-mini" + Asked]} % | {BestOther(Passages, isAsked: true)} | |",
            $"| facts of tool results that survive | {Tools["frame (132)", "as the sidecar"]} % | {Tools["frame (132)", "head and tail"]} % of frames, {Tools["failure (113)", "tail"]} % of failures (head and tail; tail) | [`quality tools`](../{Quality}tools.md) |",
            $"| numbers that survive | {Fact("Numbers")} | [`quality facts`](../{Quality}facts.md) |",
            $"| dates | {Fact("Dates")} | |",
            $"| names | {Fact("Names")} | |",
            $"| identifiers | {Fact("Identifiers")} | |",
            $"| JSON that parses | {structure["50", "xlmr-mini"]} % ({MeasuredTable.Read(Quality + "structure.md", "Tokens that were kept")["50", "xlmr-mini"]:0} % of the tokens: keys, numbers and short values stay) | {BestOther(structure, isAsked: false)} | [`quality structure`](../{Quality}structure.md) |",
            $"| tables that are tables | {tables["50", "xlmr-mini"]} % | {BestOther(tables, isAsked: false)} | |",
            $"| calculations of worked solutions intact | {calculations["50", "xlmr-mini"]} % | {BestOther(calculations, isAsked: false)} | [`quality gsm8k`](../{Quality}gsm8k.md) |",
            $"| claims that are broken, the same weights in LLMLingua-2's own algorithm, no question given | {claims["native", "claims broken", "50"]} % | {claims["reference", "claims broken", "50"]} % (mode `reference`) | [`quality reference`](../{Quality}reference.md) |",
            $"| answers that survive, the same, several passages | {answers["native", "several passages", "50"]} % | {answers["reference", "several passages", "50"]} % (mode `reference`: {budgets["reference", "texts over the budget", "50"]} % of its texts are over the budget) | |",
            $"| letters of passages without the answer that go while 95 % of the answers stay, question given | {removed[WithoutAnswer, "xlmr-mini, with the question"]} %; {removed[WithoutAnswer, "xlmr-mini, with the question, whole passages first"]} % with `use_context_level_filter` | {BestOther(removed, isAsked: true, WithoutAnswer)} | [`quality negative`](../{Quality}negative.md) |",
            $"| one needle in 4k to 128k tokens, 30 % kept, question given (`xlmr-mini-fast`) | {Needles("One needle", isAsked: true)} | [`quality retrieval`](../{Quality}retrieval.md) |",
            $"| a chain of five names of one number, the same | {Needles("Variable tracking", isAsked: true)} | |",
            $"| content words of the turns of a meeting that answer, 1.9 times shorter, question given | {Turns("1.9 times", "content words")} | [`quality dialogue`](../{Quality}dialogue.md) |",
            $"| the same, 8.8 times shorter | {Turns("8.8 times", "content words")} | |",
            $"| negations that no longer deny, of {meaning["possible", "negation"]} in made-up texts in 21 languages | {meaning["0.5", "negation"]} % | {meaning["plain, 0.5", "negation"]} % (mode `reference`, words one by one) | [`quality meaning`](../{Quality}meaning.md) |",
            $"{inEnglish["words and meaning, 30 % kept", "asked in English (219)"]} % of the answers survive at 30 % where it was {inEnglish["xlmr-mini, words alone, 30 % kept", "asked in English (219)"]} % with words alone.",
            $"| a request of 10,000 tokens / bare ONNX Runtime | {overhead["miss / raw", "xlmr-mini", "10013"]} (`xlmr-mini`), {overhead["miss / raw", "xlmr-mini-fast", "10013"]} (`xlmr-mini-fast`) times as long; {overhead["encoder tokens/s", "xlmr-mini", "10013"]} and {overhead["encoder tokens/s", "xlmr-mini-fast", "10013"]} encoder tokens/s | [`bench overhead`](../{Benchmarks}overhead.md) |",
            $"| the same again, from the cache | {overhead["miss / hit", "xlmr-mini", "10013"]} and {overhead["miss / hit", "xlmr-mini-fast", "10013"]} times as fast; at 1,000 tokens {overhead["miss / hit", "xlmr-mini", "1066"]} and {overhead["miss / hit", "xlmr-mini-fast", "1066"]} times, {overhead["hit, ms", "xlmr-mini", "1066"]} ms | |",
            $"| 1 MB of each kind of content, without a model | {content[0]} to {content[^1]} ms of processor time | [`bench content`](../{Benchmarks}content.md) |",
            $"| soft compression of 1,000 tokens | {soft["ms per 1k tokens", "983"]} ms | [`bench soft`](../{Benchmarks}soft.md) |",
            $"| service at saturation / bare ONNX Runtime | {MeasuredTable.Said(load, @"round by round: median ([\d.]+)")} | [`bench load`](../{load}) |",
            $"| from 10,000 to 1,000,000 tokens | {growth["ms per 1k", "10053"]}, {growth["ms per 1k", "100060"]}, {growth["ms per 1k", "1000018"]} ms for each 1,000 tokens (`xlmr-mini-fast`) | [`bench growth`](../{Benchmarks}growth.md) |",
            $"| 3 times more load than it can do, default settings, for a minute | {MeasuredTable.Said(load, @"Goodput [\d.]+ requests/s, (\d+) %")} % of its capacity still answered, p99 {MeasuredTable.Read(load, "Overload")["p99", "200 at once"]} ms; the rest gets 429 in {MeasuredTable.Read(load, "Overload")["p50, ms", "429"]} ms, and {MeasuredTable.Said(load, @"of those that followed it (\d+) %")} % of those that come back when told are let in | [`bench load overload`](../{load}) |",
            $"| ten minutes of everything at once | {MeasuredTable.Said(Benchmarks + "soak.md", @"in the second (\d+) MiB")} MiB in the second half, nothing failed | [`bench load soak`](../{Benchmarks}soak.md) |",
            $"| an agent's session of 30 turns through the sidecar | costs {costs[0]} to {costs[^1]} of direct where cached tokens cost a tenth; the prefix breaks on no turn; turns without new prose wait {waits[0]:0} to {waits[^1]:0} ms longer (median) | [`bench agent`](../{Benchmarks}agent.md) |",
            $"| ten minutes with Redis killed, hung, full, read-only and replaced, an upstream that resets and clients that leave | nothing lost, no answer and no prefix changed; {memory[0]} to {memory[^1]} MiB | [`bench load chaos`](../{Benchmarks}chaos.md) |",
            $"| the sidecar, added to the first byte of a chat | {MeasuredTable.Read(Benchmarks + "sidecar.md")["p50", "added"]} ms (median) | [`bench streams`](../{Benchmarks}sidecar.md) |",
            $"| published folder, start to ready | {MeasuredTable.Said("deploy/README.md", @"It has (\d+) MB")} MB with {MeasuredTable.Said("deploy/README.md", @"MB, (\d+) MB of them models")} MB of models, {MeasuredTable.Said("deploy/README.md", @"ready ([\d.]+) s after")} s | [`deploy/measure-publish.sh`](../deploy/README.md) |",
            $"| playground, 10,000 words, slider to repaint | median {playground["slider to repaint, median ms", "10050"]} ms, p95 {playground["p95", "10050"]} ms | [`bench playground`](../{Benchmarks}playground.md) |",
        ];

        static string Fact(string kind)
        {
            var table = MeasuredTable.Read(Quality + "facts.md", kind);
            return $"{table["50", "xlmr-mini"]} % | {BestOther(table, isAsked: false)}";
        }
    }

    private static IReadOnlyList<string> WhereItLoses()
    {
        var (results, agent, busy) = (MeasuredTable.Read(Quality + "gsm8k.md", "Results that"), MeasuredTable.Read(Benchmarks + "agent.md", "Idle"), MeasuredTable.Read(Benchmarks + "agent.md", "Beside"));
        var (tools, kept, overhead) = (MeasuredTable.Read(Quality + "tools.md", "By kind at 0.5"), MeasuredTable.Read(Quality + "structure.md", "Tokens that were kept"), Overhead);
        var (answers, removed) = (Reference("Answers that survive"), Removed);
        const string NewProse = "with new prose p50";
        return
        [
            .. Ahead("survival.md", "no question given"),
            .. Ahead("survival.md", "question given"),
            .. Ahead("survival-own.md", "no question given"),
            .. Ahead("survival-own.md", "question given"),
            .. new[] { "30", "40", "50", "60" }.Select(share => $"| {share} % | {results[share, "xlmr-mini"]} % | {BestOther(results, isAsked: false, share)} |"),
            .. tools.Rows.Where(row => Better(row).Any()).Select(row => $"| {row[0]} | {Tokens(row[3])} % | {string.Join(", ", Better(row))} |"),
            $"| languages without spaces, 30 % kept, no question given | {answers["native", "languages without spaces", "30"]} % | {answers["reference", "languages without spaces", "30"]} % (mode `reference`) | [reference](../{Quality}reference.md) |",
            $"| the same, 50 % kept | {answers["native", "languages without spaces", "50"]} % | {answers["reference", "languages without spaces", "50"]} % (mode `reference`) | |",
            $"| several passages, 50 % kept, no question given | {answers["native", "several passages", "50"]} % | {answers["reference", "several passages", "50"]} % (mode `reference`) | |",
            $"| letters of passages without the answer that go while 95 % of the answers stay, question given | {removed[WithoutAnswer, "xlmr-mini, with the question"]} % | {BestOther(removed, isAsked: true, WithoutAnswer)} | [negative](../{Quality}negative.md) |",
            .. new[] { "One needle", "Several needles", "Key and value", "Variable tracking" }.Select(task => $"| {task.ToLowerInvariant()}, 30 % kept, no question given | {Needles(task, isAsked: false)} | [retrieval](../{Quality}retrieval.md) |"),
            $"| all words of the turns of a meeting that answer, fillers too, 8.8 times shorter, question given | {Turns("8.8 times", "words")} | [dialogue](../{Quality}dialogue.md) |",
            $"Asked for 30 % it keeps {kept["30", "xlmr-mini"]} % of the made-up orders, asked for 20 % {kept["20", "xlmr-mini"]} %",
            .. new[] { ("HTML page", "5 % (published by [headroom](https://github.com/headroomlabs-ai/headroom), with 98 of 100 words that belong to the text)"), ("JSON, 200 points of a metric", "8 % (headroom)"), ("JSON, 200 issues, minified", "14 % (headroom)"), ("docker build", "1 % of the bytes (published by [OMNI](https://github.com/fajarhide/omni))") }
                .Select(other => $"| {other.Item1} | {Tokens(tools["as the sidecar", other.Item1].Text)} % | {other.Item2} |"),
            $"| 10,000 tokens of new prose | {overhead["miss, ms", "xlmr-mini", "10013"]} ms, {overhead["miss, ms", "xlmr-mini-fast", "10013"]} ms with `xlmr-mini-fast` | nothing, for the beginning of the text | [overhead](../{Benchmarks}overhead.md) |",
            $"| an agent's turn with new prose | {agent[NewProse, "chat completions", "sidecar"]} ms (median); beside 8 busy threads {busy[NewProse, "chat completions", "sidecar"]} ms, and then the prose goes as it came | nothing, without the sidecar | [agent](../{Benchmarks}agent.md) |",
            $"| an agent's turn without new prose | {agent["added, ms: turns without prose p50", "chat completions", "sidecar"]} ms (median) | nothing | |",
            $"| the same session with `Proxy:Policy:Content` `Prose`, beside 8 busy threads | cost is {busy["of direct", "chat completions", "sidecar, structure off"]} of direct, and each turn waits {busy["added, ms: turns without prose p50", "chat completions", "sidecar, structure off"]} ms | cost 1, no wait | |",
            $"| memory of the process | {MeasuredTable.Read(Benchmarks + "load.md", "Memory over")["resident, MiB", "100000"]} MiB | a few MiB, for rules alone | [load](../{Benchmarks}load.md) |",
            $"| soft compression of 1,000 tokens | {MeasuredTable.Read(Benchmarks + "soft.md")["ms per 1k tokens", "983"]} ms, {MeasuredTable.Read(Benchmarks + "soft.md")["bytes per token", "983"]} bytes sent for each token | the text itself has about four | [soft](../{Benchmarks}soft.md) |",
            $"| throughput at saturation beside bare ONNX Runtime | {MeasuredTable.Said(Benchmarks + "load.md", @"round by round: median ([\d.]+)")}; `xlmr-mini-fast` {MeasuredTable.Said(Benchmarks + "load.md", @"throughput-fast.*?round by round: median ([\d.]+)")} | 1 | [load](../{Benchmarks}load.md) |",
        ];

        // The other methods that keep all facts too, in fewer tokens.
        IEnumerable<string> Better(IReadOnlyList<string> row) => Enumerable.Range(6, row.Count - 6)
            .Where(i => Facts(row[i]) >= Facts(row[3]) && Tokens(row[i]) < Tokens(row[3]))
            .Select(i => $"{tools.Head[i]} {Tokens(row[i])} %");

        static int Facts(string cell) => int.Parse(cell.Split(" / ")[0], CultureInfo.InvariantCulture);

        static int Tokens(string cell) => int.Parse(cell.Split(" / ")[1], CultureInfo.InvariantCulture);

        static IEnumerable<string> Ahead(string file, string corner) => MeasuredTable.Read(Quality + file, "Where another method", corner).Rows
            .Select(row => $"| {row[0]} | {row[1]} | {row[2]} % | {row[3]} % ({row[4].Replace(Asked, "", StringComparison.Ordinal)}) |");
    }

    private static IReadOnlyList<string> Speed()
    {
        const string File = Benchmarks + "speed.md";
        var (kinds, pays, cached, start) = (MeasuredTable.Read(File, "New texts"), MeasuredTable.Read(File, "From where"), MeasuredTable.Read(File, "Cached texts"), MeasuredTable.Read(File, "Start"));
        const string Dollars = "pays in money from, $ per million tokens";
        const string Reading = "pays in time below, tokens/s";
        return
        [
            $"| {MeasuredTable.Said(File, @", (\d+ cores of .+? VNNI),")} | 8 bits | below |",
            .. kinds.Rows.Select(row => $"| {row[0]} | {row[1]} % | {row[2]} ms | {row[3]} ms | {row[4]} ms |"),
            .. cached.Rows.Select(row => $"| {row[0]} | {row[1]} ms | {row[2]} ms |"),
            .. pays.Rows.Select(row => $"| {row[0]}, {row[1]} tokens | {row[3]} ms | $ {row[4]} | {row[5]} tokens/s |"),
            $"With `xlmr-mini` 1,000 tokens of new prose pay from $ {pays[Dollars, "xlmr-mini", "1000"]} for a million tokens on, and in time where the LLM reads fewer than {pays[Reading, "xlmr-mini", "1000"]} new tokens a second.",
            $"A start takes {start["start to ready, s, median of three"]} s, with {start["resident memory then, MiB"]} MiB then;",
        ];
    }

    private static IReadOnlyList<string> Operations()
    {
        // The first row of the table in load is from before the first request.
        var least = MeasuredTable.Read(Benchmarks + "load.md", "Memory over").All("resident, MiB").Skip(1).Concat(Soak.All("resident, MiB")).MinBy(figure => figure.Value);
        var overloaded = MeasuredTable.Said(Benchmarks + "load.md", @"Peak memory (\d+) MiB");
        return [$"| a replica | one core for each worker (`Engine:Workers`); throughput grows with cores | {least} to {overloaded} MiB ([figures](measurements.md)), some 110 MiB less with `Engine:Soft:Enabled` `false`; the manifests allow 2 GiB |"];
    }

    private static IReadOnlyList<string> Formats { get; } = ["chat completions", "messages", "messages, cache_control", "responses"];

    private static MeasuredTable Soak => MeasuredTable.Read(Benchmarks + "soak.md");

    private static string Ours(bool isAsked) => isAsked ? "xlmr-mini" + Asked : "xlmr-mini";

    /// <summary>The best method of others, at half of the tokens if nothing else is said; without a question, of those that do not know it.</summary>
    private static string BestOther(MeasuredTable table, bool isAsked, string share = "50")
    {
        var (row, figure) = table.Best(share, row => !row.StartsWith("xlmr-", StringComparison.Ordinal) && (isAsked || !row.EndsWith(Asked, StringComparison.Ordinal)));
        return figure.Value == 0 ? "0 %" : $"{figure} % ({row.Replace(Asked, "", StringComparison.Ordinal)})";
    }

    private static MeasuredTable Reference(string section) => MeasuredTable.Read(Quality + "reference.md", section);

    private static string Needles(string task, bool isAsked)
    {
        var table = MeasuredTable.Read(Quality + "retrieval.md", task, "all lengths");
        return $"{table["30 % kept", "xlmr-mini-fast" + (isAsked ? Asked : "")]} % | {BestOther(table, isAsked, "30 % kept")}";
    }

    private static string Turns(string section, string column)
    {
        var table = MeasuredTable.Read(Quality + "dialogue.md", section);
        return $"{table[column, "xlmr-mini" + Asked]} % | {BestOther(table, isAsked: true, column)}";
    }

    private static int OtherLanguages() => MeasuredTable.Read(Quality + "survival.md", "Every language").Rows.Count - 1;

    private static (Measured Facts, Measured Texts, string Kept) Planted()
    {
        string[] kinds = ["failure (113)", "outlier (6)", "asked (20)", "frame (132)"];
        var kept = kinds.All(kind => Tools[kind, "as the sidecar"].Value == 100) ? "all" : "not all";
        return (MeasuredTable.Said(Quality + "tools.md", @"with (\d+) planted facts"), MeasuredTable.Said(Quality + "tools.md", @"(\d+) made-up results"), kept);
    }

    /// <summary>The name of a language, as in prose.</summary>
    private static string Name(string language) => CultureInfo.GetCultureInfo(language).EnglishName;
}
