using System.Globalization;
using CsCheck;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.UnitTests.Core.Content;

/// <summary>What holds for every kind.</summary>
public sealed class ContentReducerTests
{
    [Fact]
    public void Reduce_AnyText_NeverGrowsNeverThrowsAndIsTheSameTwice() =>
        Gen.Select(ContentTexts.Any, Gen.Double[0.1, 1]).Sample(
            (text, rate) =>
            {
                var (once, blocks) = ContentReducer.ReduceBlocks(text, rate, ContentTexts.Options);
                Assert.True(ContentTexts.Count(once) <= ContentTexts.Count(text));
                Assert.All(blocks, block => Assert.Equal(block.Tokens, ContentTexts.Count(block.Text)));
                Assert.Equal(once, ContentReducer.ReduceBlocks(text, rate, ContentTexts.Options).Text);
            },
            iter: 3000);

    [Fact]
    public void Reduce_NoRecordsMayGo_LosesNoLetter() =>
        ContentTexts.Any.Sample(
            text =>
            {
                var (reduced, blocks) = ContentReducer.ReduceBlocks(text, 0.1, ContentTexts.Options with { OmitRecords = false, Reshape = false });
                Assert.All(blocks, block => Assert.True(block.Lossless));
                Assert.DoesNotContain("omitted", reduced.Replace("[3 lines omitted]", "", StringComparison.Ordinal), StringComparison.Ordinal);
            },
            iter: 2000);

    [Theory]
    [InlineData("ok")]
    [InlineData("Exit code: 1\nno such file: data/orders.csv")]
    [InlineData("[{\"a\": 1}, {\"a\": 2}]")]
    public void Reduce_SmallText_IsAsItCame(string text) => Assert.Equal(text, ContentTexts.Reduce(text, 0.1));

    [Fact]
    public void Reduce_OutputOfItself_IsUnchanged()
    {
        foreach (var text in new[] { ContentTexts.Log(200, "2031-04-17T03:59:59.000Z ERROR [x] a.B - boom"), Samples.Csv(80), Samples.Pods(60), Samples.Issues(60), Samples.Events(60), RaggedEvents(), Samples.Hits(300) })
        {
            var once = ContentTexts.Reduce(text, 0.4);
            Assert.True(ContentTexts.Count(once) < 0.8 * ContentTexts.Count(text), once);
            Assert.Equal(once, ContentTexts.Reduce(once, 0.4));
        }
    }

    /// <summary>Lines that make no table, of which many in a row stay.</summary>
    private static string RaggedEvents() =>
        Samples.Events(30) + string.Concat(Enumerable.Range(0, 14).Select(i => Samples.Line($"{{\"time\":{i},\"severity\":\"error\",\"message\":\"disk {i} failed\"}}\n"))) + Samples.Events(60);

    [Fact]
    public void Reduce_OtherCulture_GivesTheSameBytes()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var text = ContentTexts.Log(90) + Samples.Csv(40);
            var expected = ContentTexts.Reduce(text);
            foreach (var name in new[] { "tr-TR", "de-DE", "ar-SA" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                Assert.Equal(expected, ContentTexts.Reduce(text));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Reduce_TextWithMarksOfAnother_IsAsItCame()
    {
        var text = ContentTexts.Log(60) + "[41 lines omitted: 38 INFO]\n" + ContentTexts.Log(60);
        Assert.Equal(text, ContentTexts.Reduce(text));
    }

    [Fact]
    public void Reduce_WhatMustStayExceedsTheTarget_SendsAllOfItAndSaysSo()
    {
        var errors = Enumerable.Range(0, 6).Select(i => $"2031-04-17T03:59:5{i}.000Z ERROR [x] a.B - {new string((char)('a' + i), 40)} is gone").ToArray();
        var reduction = ContentTexts.Only(ContentTexts.Log(40, errors), 0.05);
        Assert.All(errors, error => Assert.Contains(error, reduction.Text, StringComparison.Ordinal));
        Assert.True(reduction.TargetMissed);
    }

    [Fact]
    public void Reduce_KeptAndOmittedLines_AddUp()
    {
        var text = ContentTexts.Log(200);
        var lines = ContentTexts.Reduce(text, 0.3).TrimEnd('\n').Split('\n');
        var omitted = lines.Where(l => OmissionMark.IsMark(l)).Sum(l => int.Parse(l[1..l.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture));
        Assert.Equal(200, omitted + lines.Count(l => !OmissionMark.IsMark(l)));
    }

    [Fact]
    public void Reduce_FillTarget_KeepsAsMuchAsTheTargetAllows()
    {
        var text = Samples.Csv(100);
        var tokens = ContentTexts.Count(text);
        var filled = ContentReducer.Reduce(text, ContentKind.Csv, tokens / 2, ContentTexts.Options with { FillTarget = true });
        Assert.InRange(filled.Tokens, tokens * 2 / 5, tokens / 2);
    }

    [Fact]
    public void Reduce_LowerTarget_NeverKeepsMore()
    {
        string[] texts =
        [
            ContentTexts.Log(60, [.. Enumerable.Range(0, 20).Select(i => $"2031-04-17T03:59:59.000Z ERROR [x] a.B - {new string((char)('a' + i), 30)} is gone")]),
            "public class A\n{\n" + string.Concat(Enumerable.Range(0, 12).Select(i => Samples.Line($"    public int Sum{i}(int a, int b)\n    {{\n        var c = a + b;\n        c *= {i};\n        c -= a;\n        return c;\n    }}\n"))) + "}\n",
            Samples.Csv(60).Replace("open", "failed", StringComparison.Ordinal), Samples.PyTest(120, 77),
        ];
        foreach (var text in texts)
        {
            foreach (var fill in new[] { true, false })
            {
                var options = ContentTexts.Options with { FillTarget = fill, Outline = true };
                var tokens = Enumerable.Range(1, 9).Select(tenth => ContentReducer.Reduce(text, Assert.Single(ContentDetector.Blocks(text)).Kind, ContentTexts.Count(text) * tenth / 10, options).Tokens).ToArray();
                Assert.Equal(tokens.Order(), tokens);
            }
        }
    }

    [Fact]
    public void Reduce_Relevance_KeepsWhatWasAskedFor()
    {
        var options = ContentTexts.Options with { Relevance = record => record.Contains("1050,", StringComparison.Ordinal) ? 1 : 0 };
        var text = Samples.Csv(100);
        Assert.Contains("1050,Lind", ContentReducer.Reduce(text, ContentKind.Csv, 100, options).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("1050,Lind", ContentReducer.Reduce(text, ContentKind.Csv, 100, ContentTexts.Options).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Reduce_ManyBrackets_ReadsThemOnce()
    {
        // Each line could begin a document that ends nowhere: without a limit this is quadratic.
        var text = string.Concat(Enumerable.Repeat("[1,\n", 50_000));
        Assert.Single(ContentDetector.Blocks(text));
    }

    [Fact]
    public void FailureWords_OfTheWholeOutput_AreThoseOfTheInput()
    {
        var text = ContentTexts.Log(300, "2031-04-17T03:59:59.000Z WARN  [x] a.B - slow", "2031-04-17T03:59:59.000Z ERROR [x] a.B - boom", "java.lang.IllegalStateException: no", "\tat a.B.c(B.java:1)");
        Assert.Equal(Failures(text), Failures(ContentTexts.Reduce(text, 0.1)));

        static string[] Failures(string text) => [.. text.Split('\n').Where(line => FailureWords.Of(line) != Severity.None)];
    }
}
