using System.Globalization;
using System.Text;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.UnitTests.Core.Content;

/// <summary>Texts that several tests reduce, and a count of tokens near enough to a tokenizer's.</summary>
internal static class ContentTexts
{
    public static readonly ContentOptions Options = new() { CountTokens = Count };

    public static readonly Gen<string> Any = Gen.OneOf(
        Gen.String[0, 400],
        Gen.String[Gen.Char["{}[]\",:ab1 \n\t-+@|#<>/.\\\r\u001b"], 0, 400],
        Gen.OneOf(
                "2031-04-17T03:00:00Z INFO tick", "ERROR failed", "\tat a.b.C(D.java:1)", "diff --git a/x b/x", "--- a/x", "+++ b/x", "@@ -1,2 +1,2 @@", " a", "-b", "+c", "src/a.py:12:text", "src/a.py-13-more", "--",
                "a,b,c", "1,2,3", "| a | b |", "|---|---|", "| 1 | 2 |", "NAME   READY   AGE", "x      1/1     2d", "{\"a\":1}", "[", "]", "{\"a\":[{\"b\":1},{\"b\":2},{\"b\":3},{\"b\":4},{\"b\":5}]}", "```", "  Passed A [1 ms]", "FAILED t::x",
                "[1/9] Compiling a", "[3 lines omitted]", "line [x3]", "<html>", "<p>Hi.</p>", "</html>", "key: value", "  nested: 1", "Some words that make a sentence.", "", " ", "     1\tcode", "     2\tmore", "\u001b[1mbold\u001b[0m", "10%\r20%")
            .List[0, 60].Select(lines => string.Join('\n', lines)));

    /// <summary>Words by five letters, each sign for itself.</summary>
    public static int Count(string text)
    {
        int tokens = 0, run = 0;
        foreach (var c in text)
        {
            run = char.IsLetterOrDigit(c) ? run + 1 : 0;
            tokens += run % 5 == 1 || (run == 0 && c != ' ') ? 1 : 0;
        }

        return tokens;
    }

    public static string Reduce(string text, double rate = 0.5) => ContentReducer.ReduceBlocks(text, rate, Options).Text;

    public static ContentReduction Only(string text, double rate = 0.5) => Assert.Single(ContentReducer.ReduceBlocks(text, rate, Options).Blocks);

    /// <summary>A log of a service: <paramref name="lines"/> entries of three kinds, and something else at two thirds.</summary>
    public static string Log(int lines, params string[] fault)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
        {
            if (i == lines * 2 / 3)
            {
                foreach (var line in fault)
                {
                    text.Append(line).Append('\n');
                }
            }

            text.Append(CultureInfo.InvariantCulture, $"2031-04-17T03:{i / 60 % 60:00}:{i % 60:00}.{i * 37 % 1000:000}Z ").Append((i % 3) switch
            {
                0 => string.Create(CultureInfo.InvariantCulture, $"INFO  [http-{i % 7}] web.Access - GET /api/orders/{i * 7919 % 9000} 200 {i * 31 % 90}ms"),
                1 => string.Create(CultureInfo.InvariantCulture, $"DEBUG [worker-{i % 3}] cache.Cache - dropped {i % 40} entries, size now {2000 + (i % 90)}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"INFO  [scheduler] jobs.Heartbeat - heartbeat ok, queue depth {i % 9}"),
            }).Append('\n');
        }

        return text.ToString();
    }

    public static int Times(string text, string part) => text.Split(part).Length - 1;
}
