using System.Text;
using PromptCompressor.Fuzz.Tokenizers;

namespace PromptCompressor.Fuzz.Content;

/// <summary>Makes another text of one, mostly by whole lines, as what matters to content stands in the order and the number of lines.</summary>
internal static class ContentMutator
{
    /// <summary>Longer texts are tried for the time that they take alone.</summary>
    public const int MaxLength = 6_000;

    private const int VeryLong = 150_000;

    /// <summary>Beginnings, ends and marks of all kinds.</summary>
    private static readonly string[] Lines =
    [
        "", " ", "```", "~~~", "---", "===", "{", "}", "[", "]", "<html>", "</html>", "<p>", "<!-- a -->", "--", "@@ -1,2 +1,2 @@", "diff --git a/x b/x", "--- a/x", "+++ b/x", "+", "-", "\\ No newline at end of file",
        "2031-04-17T03:00:00Z INFO tick", "ERROR failed", "\tat a.b.C(D.java:1)", "Caused by: x", "Traceback (most recent call last):", "  File \"a.py\", line 3, in f", "src/a.py:12:text", "src/a.py-13-more", "12:text",
        "a,b,c", "1,2,3", "1,\"x", "| a | b |", "|---|---|", "| 1 | 2 |", "+---+---+", "NAME   READY   AGE", "x      1/1     2d", "{\"a\":1}", "{\"columns\":[\"a\"],\"count\":9,\"rows\":[[1]]}", "ok 1 - x", "FAILED t::x", "tests/a.py::b PASSED",
        "1 failed, 2 passed in 1.2s", "[1/9] Compiling a", "warning: x", "error[E0308]: x", "[3 lines omitted]", "[lines 3-9 omitted]", "# [3 rows omitted]", "a [1 of 4 like this]", "line [x3]", "<!-- [3 a elements omitted] -->", "{\"_omitted_rows\":3}",
        "[12 changed lines of x omitted: 3 added, 9 removed]", "[base64, 600 characters omitted]", "x.py [3 lines omitted]", "key: value", "  nested: 1", "def f(a):", "class A:", "    return a", "function f() {", "}", "// a", "# a", "/* a", "'''", "\"\"\"",
        "Filesystem  Size  Used  Use%", "/dev/a1      50G   20G   42%", "-[ RECORD 1 ]--", "-[ RECORD 2 ]--", "id | 3", "*** 1. row ***", "*** 2. row ***", "00:00:01,000 --> 00:00:03,500", "WEBVTT", "[warn] slow", "level=info msg=a",
        "$ ls", "A sentence with some words, and an end.", "From: a@b.example", "Note: this is it.", "     1\tcode", "\u001b[1mbold\u001b[0m", "10%\r20%", "total 8", "-rw-r--r-- 1 a b 3 Jan  1 00:00 x",
    ];

    public static string Mutate(string text, IReadOnlyList<string> pool, Random random)
    {
        for (var left = 1 + random.Next(5); left > 0; left--)
        {
            text = random.Next(4) == 0 ? MutateCharacters(text, random) : MutateLines(text, pool, random);
        }

        return random.Next(60) == 0 ? Long(text, random)
            : text.Length <= MaxLength ? text
            : text.Substring(random.Next(text.Length - MaxLength), MaxLength);
    }

    private static string MutateLines(string text, IReadOnlyList<string> pool, Random random)
    {
        var lines = text.Split('\n').ToList();
        var at = random.Next(lines.Count);
        var count = 1 + random.Next(Math.Min(lines.Count - at, 1 << random.Next(6)));
        var other = pool[random.Next(pool.Count)].Split('\n');
        switch (random.Next(9))
        {
            case 0:
                lines.RemoveRange(at, count);
                break;
            case 1:
                lines.InsertRange(at, lines.GetRange(at, count));
                break;
            case 2:
                lines.InsertRange(at, Repeated(lines.GetRange(at, Math.Min(count, 4)), random));
                break;
            case 3:
                var from = random.Next(other.Length);
                lines.InsertRange(at, other[from..Math.Min(other.Length, from + 1 + random.Next(40))]);
                break;
            case 4:
                lines.Reverse(at, count);
                break;
            case 5:
                lines[at] += "\r";
                break;
            case 6:
                return string.Join(random.Next(3) == 0 ? "\r\n" : "\n\n", lines);
            default:
                lines.Insert(at, Lines[random.Next(Lines.Length)]);
                break;
        }

        return string.Join('\n', lines);
    }

    /// <summary>Some lines many times, with other numbers each time, as records are.</summary>
    private static IEnumerable<string> Repeated(List<string> lines, Random random)
    {
        var changes = random.Next(3) > 0;
        return Enumerable.Range(0, 2 + random.Next(30)).SelectMany(i => lines.Select(line => changes ? Renumbered(line, i, random) : line));
    }

    private static string Renumbered(string line, int i, Random random) =>
        string.Concat(line.Select(c => char.IsAsciiDigit(c) && random.Next(3) == 0 ? (char)('0' + ((c + i) % 10)) : c));

    private static string MutateCharacters(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = random.Next(3) == 0 ? random.Next(Math.Min(text.Length - at, 1 << random.Next(8)) + 1) : 0;
        return text.Remove(at, length).Insert(at, random.Next(3) > 0 ? TextMutator.Tokens[random.Next(TextMutator.Tokens.Length)] : ((char)random.Next(char.MaxValue + 1)).ToString());
    }

    /// <summary>A few lines again and again: costs that grow with the square of the length show.</summary>
    private static string Long(string text, Random random)
    {
        var lines = text.Split('\n');
        var from = random.Next(lines.Length);
        var unit = string.Join('\n', lines[from..Math.Min(lines.Length, from + 1 + random.Next(4))]) + (random.Next(6) == 0 ? "" : "\n");
        return new StringBuilder(VeryLong).Insert(0, unit.Length == 0 ? "\n" : unit, 1 + (VeryLong / Math.Max(1, unit.Length))).ToString();
    }
}
