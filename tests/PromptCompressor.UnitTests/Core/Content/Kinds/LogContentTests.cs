using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content.Kinds;

public sealed class LogContentTests
{
    private const string At = "2031-04-17T03:59:59.000Z ";

    private static readonly string[] Trace =
    [
        At + "ERROR [worker-3] billing.Job - Failed to post INV-20431",
        "java.sql.SQLTransientConnectionException: request timed out",
        "\tat com.zaxxer.hikari.pool.HikariPool.create(HikariPool.java:696)",
        "\tat com.acme.billing.Store.save(Store.java:41)",
        "",
        "Caused by: java.net.SocketException: reset",
        "\tat com.acme.net.Pipe.read(Pipe.java:7)",
        "Caused by: org.postgresql.util.PSQLException: FATAL: no slots",
        "\tat com.acme.db.Db.open(Db.java:9)",
        "\t... 14 more",
    ];

    [Fact]
    public void Log_OneErrorWithItsCauses_IsKeptToTheCharacter()
    {
        var text = ContentTexts.Log(250, Trace);
        var reduction = ContentTexts.Only(text);
        Assert.Equal(ContentKind.Log, reduction.Kind);
        Assert.Contains(string.Join('\n', Trace) + "\n", reduction.Text, StringComparison.Ordinal);
        Assert.True(reduction.Tokens < 0.1 * reduction.OriginalTokens);
        Assert.True(reduction.OmittedRecords > 200 && !reduction.Lossless);
    }

    [Fact]
    public void Log_Gaps_SayHowManyLinesOfWhichLevel() =>
        Assert.Matches(@"\n\[\d+ lines omitted: \d+ INFO, \d+ DEBUG\]\n", ContentTexts.Reduce(ContentTexts.Log(200)));

    [Fact]
    public void Log_Examples_SayHowManyAreLikeThem() => Assert.Contains(" [1 of 67 like this]\n", ContentTexts.Reduce(ContentTexts.Log(200)), StringComparison.Ordinal);

    [Fact]
    public void Log_TwoWarningsEqualButForAnId_BothStay()
    {
        var reduced = ContentTexts.Reduce(ContentTexts.Log(200, At + "WARN  [a] x.Y - order 4711 is late", At + "WARN  [a] x.Y - order 4712 is late"), 0.1);
        Assert.Contains("order 4711 is late", reduced, StringComparison.Ordinal);
        Assert.Contains("order 4712 is late", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_RareEntryAmongFrequentOnes_Stays() =>
        Assert.Contains("INFO  [main] app.Start - migration 12 was skipped", ContentTexts.Reduce(ContentTexts.Log(200, At + "INFO  [main] app.Start - migration 12 was skipped")), StringComparison.Ordinal);

    [Fact]
    public void Log_SlowRequestAmongFastOnes_Stays() =>
        Assert.Contains(" 90000ms", ContentTexts.Reduce(ContentTexts.Log(200, At + "INFO  [http-3] web.Access - GET /api/orders/77 200 90000ms")), StringComparison.Ordinal);

    [Fact]
    public void Log_AllErrors_AreRankedAndOneOfEachKindStays()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => Samples.Line($"2031-04-17T03:00:{i % 60:00}Z ERROR [w] {(i % 2 == 0 ? "db.Pool - connection refused by host" : "mail.Send - mailbox is full of user")} {i}\n")));
        var reduction = ContentTexts.Only(text, 0.3);
        Assert.True(reduction.Tokens < 0.3 * reduction.OriginalTokens);
        Assert.Contains("db.Pool", reduction.Text, StringComparison.Ordinal);
        Assert.Contains("mail.Send", reduction.Text, StringComparison.Ordinal);
        Assert.Contains(" 0\n", reduction.Text.Replace(" [1 of 100 like this]", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(" 199\n", reduction.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_LibraryFramesOfALongTrace_AreCounted()
    {
        string[] trace =
        [
            At + "ERROR [w] a.B - boom", "java.lang.IllegalStateException: no", "\tat com.acme.A.b(A.java:1)",
            .. Enumerable.Range(0, 40).Select(i => Samples.Line($"\tat org.springframework.web.F{i}.filter(F{i}.java:{i})")), "\tat com.acme.Main.main(Main.java:9)",
        ];
        var reduced = ContentTexts.Reduce(ContentTexts.Log(60, trace), 0.1);
        Assert.Contains("\tat com.acme.A.b(A.java:1)\n\tat org.springframework.web.F0.filter(F0.java:0)\n\t[38 library frames omitted]\n\tat org.springframework.web.F39.filter(F39.java:39)\n\tat com.acme.Main.main(Main.java:9)\n", reduced, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_EmojiAndCjk_StayWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => Samples.Line($"2031-04-17T03:00:{i % 60:00}Z INFO 注文 {i} を受け付けました 🎉👩‍👩‍👧\n")));
        var reduced = ContentTexts.Reduce(text, 0.2);
        Assert.All(reduced.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.True(OmissionMark.IsMark(line) || line.Contains("を受け付けました 🎉👩‍👩‍👧", StringComparison.Ordinal)));
    }

    [Fact]
    public void Log_AccessLog_KeepsEveryFailedStatusOfAFew()
    {
        var text = string.Concat(Enumerable.Range(0, 120).Select(i => Samples.Line($"192.0.2.{i} - - [17/Apr/2031:04:00:{i % 60:00} +0000] \"GET /api/x?page={i % 7} HTTP/1.1\" {(i is 40 or 90 ? 502 : 200)} {i * 31} \"-\" \"probe\"\n")));
        var reduced = ContentTexts.Reduce(text);
        Assert.Equal(2, ContentTexts.Times(reduced, "HTTP/1.1\" 502 "));
        Assert.Contains("status 200]", reduced, StringComparison.Ordinal);
    }

    /// <summary>No line has a time, and the error has no word of a failure but its level.</summary>
    [Theory]
    [InlineData("INFO atlas.{0}: {1}", "ERROR atlas.{0}: {1}")]
    [InlineData("[info] {0}: {1}", "[error] {0}: {1}")]
    [InlineData("level=info component={0} msg=\"{1}\"", "level=error component={0} msg=\"{1}\"")]
    [InlineData("component={0} msg=\"{1}\" severity=debug", "component={0} msg=\"{1}\" severity=critical")]
    [InlineData("I/{0}( 4711): {1}", "E/{0}( 4711): {1}")]
    [InlineData("I0417 03:11:00.000123       1 {0}.go:88] {1}", "F0417 03:11:00.000123       1 {0}.go:88] {1}")]
    [InlineData("[I 2031-04-17 03:00:00.123 {0}] {1}", "[E 2031-04-17 03:00:00.123 {0}] {1}")]
    [InlineData("04-17 03:00:00.123  1234  1250 D {0}: {1}", "04-17 03:00:00.123  1234  1250 E {0}: {1}")]
    [InlineData("info  - {0} {1}", "error  - {0} {1}")]
    public void Log_WithoutTimes_KeepsErrorsAndCountsTheRest(string form, string error)
    {
        string[] parts = ["cache", "mirror", "ledger"];
        var lines = Enumerable.Range(0, 90).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, i is 61 ? error : form, parts[i % 3], i is 61 ? "the second disk is full" : i % 2 == 0 ? $"took {i * 37 % 90} ms" : $"holds {i} entries of 90")).ToArray();
        var text = string.Join('\n', lines) + "\n";
        Assert.Equal(ContentKind.Log, ContentTexts.Only(text).Kind);
        var (at, gone) = (0, 0);
        foreach (var line in ContentTexts.Reduce(text, 0.3).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (OmissionMark.IsMark(line))
            {
                var count = int.Parse(line[1..line.IndexOf(' ', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
                (at, gone) = (at + count, gone + count);
            }
            else
            {
                Assert.Equal(lines[at++], System.Text.RegularExpressions.Regex.Replace(line, @" \[1 of \d+ like this\]$", ""));
            }
        }

        Assert.Equal(lines.Length, at);
        Assert.InRange(gone, 50, 88);
        Assert.Contains(lines[61] + "\n", ContentTexts.Reduce(text, 0.3), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_OfACompiler_StaysAsItCame()
    {
        var text = "[info] compiling 40 sources\n" + string.Concat(Enumerable.Range(0, 30).Select(i => Samples.Line($"[error] /src/ledger/A{i}.scala:{i + 3}:5: type mismatch\n[error]   val total: Int = \"{i}\"\n[error]                    ^\n"))) + "[error] 30 errors found\n";
        Assert.Equal(text, ContentTexts.Reduce(text, 0.2));
    }

    [Fact]
    public void Log_CarriageReturnsAtLineEnds_StayAsTheyAre() =>
        Assert.DoesNotMatch("[^\r]\n", ContentTexts.Reduce(ContentTexts.Log(100, At + "ERROR [x] a.B - boom").Replace("\n", "\r\n", StringComparison.Ordinal)));

    [Fact]
    public void Log_Twice_As_Long_Costs_TwiceTheCounting()
    {
        // What is counted in tokens is what is kept, so it does not grow with the log.
        Assert.InRange(Counted(4000), 1, 3 * Counted(2000));

        static long Counted(int lines)
        {
            long characters = 0;
            ContentReducer.ReduceBlocks(ContentTexts.Log(lines), 0.5, ContentTexts.Options with { CountTokens = text => { characters += text.Length; return ContentTexts.Count(text); } });
            return characters;
        }
    }
}
