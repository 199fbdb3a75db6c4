using System.Text;

namespace PromptCompressor.TestSupport;

/// <summary>Made-up texts of the kinds that prompts hold, the same on every run.</summary>
internal static class SampleTexts
{
    private static readonly string[] Subjects = ["the harbour office", "Mrs Okafor", "the night shift", "our supplier in Gdynia", "the survey team", "a retired engineer", "the second pump", "the committee"];
    private static readonly string[] Verbs = ["reported", "measured", "postponed", "repaired", "forgot", "described", "ordered", "counted"];
    private static readonly string[] Objects = ["three crates of valves", "the water level at the east gate", "a delay of two weeks", "the missing invoices", "the cable between both towers", "forty pages of notes", "the old warehouse roof", "a leak near the boiler"];
    private static readonly string[] Ends = ["before the storm reached the coast", "although nobody had asked for it", "because the contract ends in June", "while the rest of the crew waited", "and sent a copy to the archive", "as the manual demands", "for the third time this year", "without any further comment"];
    private static readonly string[] Chinese = ["仓库的屋顶在暴雨中损坏", "工程师检查了第二台水泵", "会议决定推迟新线路的开工", "港口办公室公布了上个月的数据", "夜班人员发现锅炉附近漏水", "供应商答应下周补发三箱阀门", "档案室保存了全部四十页记录", "没有人知道电缆是什么时候断的"];

    /// <summary>Paragraph <c>i</c> depends on <c>i</c> alone, so the first 100 of 101 are the 100.</summary>
    public static string[] Paragraphs(string kind, int count) => [.. Enumerable.Range(0, count).Select(i => Paragraph(kind, i))];

    public static string Paragraph(string kind, int i) => Paragraph(kind, new Random(i * 7919));

    public static string SeparatorOf(string kind) => kind == "logs" ? "\n" : "\n\n";

    private static string Paragraph(string kind, Random random) => kind switch
    {
        "prose" => Sentences(random, 3 + random.Next(5)),
        "markdown" => Markdown(random),
        "code" => Code(random),
        "logs" => Logs(random),
        _ => string.Concat(Enumerable.Range(0, 4 + random.Next(6)).Select(_ => Pick(random, Chinese) + random.Next(100) + (random.Next(3) == 0 ? "，" : "。"))) + "完。",
    };

    private static string Sentences(Random random, int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Sentence(random)));

    private static string Sentence(Random random)
    {
        var sentence = $"{Pick(random, Subjects)} {Pick(random, Verbs)} {Pick(random, Objects)} {Pick(random, Ends)}, number {random.Next(1000)}.";
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    private static string Markdown(Random random) => random.Next(3) switch
    {
        0 => $"## Step {random.Next(100)}: {Pick(random, Objects)}\n\n{Sentences(random, 2)}",
        1 => string.Join('\n', Enumerable.Range(0, 3 + random.Next(4)).Select(_ => $"- **{Pick(random, Subjects)}**: {Sentence(random)}")),
        _ => Sentences(random, 3),
    };

    private static string Code(Random random)
    {
        var code = new StringBuilder($"def check_{random.Next(10_000)}(pump, level):\n");
        for (var i = 0; i < 4 + random.Next(8); i++)
        {
            code.Append(System.Globalization.CultureInfo.InvariantCulture, $"    if level > {random.Next(1000)}:\n        log.warn('{Pick(random, Objects)}', pump.id)\n");
        }

        return code.Append("    return pump").ToString();
    }

    private static string Logs(Random random) => string.Join('\n', Enumerable.Range(0, 4 + random.Next(4)).Select(_ =>
        $"2026-02-{1 + random.Next(28):00}T{random.Next(24):00}:{random.Next(60):00}:{random.Next(60):00}Z worker-{random.Next(9)} {(random.Next(4) == 0 ? "ERROR" : "INFO")} msg=\"{Pick(random, Objects)}\" latency_ms={random.Next(5000)}"));

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
