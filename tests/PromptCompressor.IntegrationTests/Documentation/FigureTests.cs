using System.Text.RegularExpressions;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Documentation;

/// <summary>The pages say what was measured: a figure that changes in a result changes there too.</summary>
public sealed partial class FigureTests
{
    public static TheoryData<string> Pages => [.. PublishedFigures.Pages.Keys];

    /// <summary>The message is the line as it should be.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Figures_AreThoseOfTheResults(string page)
    {
        var text = string.Join('\n', Blocks(page));

        Assert.All(PublishedFigures.Pages[page](), line => Assert.True(text.Contains(line, StringComparison.Ordinal), $"{page} should say: {line}"));
    }

    /// <summary>A row of a table and a paragraph with a link to a result hold no figure but those.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Figures_AreAllLookedUp(string page)
    {
        var known = PublishedFigures.Pages[page]().OrderByDescending(line => line.Length).ToArray();
        var others = Blocks(page)
            .Where(block => block.StartsWith('|') || block.Contains("Results/", StringComparison.Ordinal))
            .Select(block => known.Aggregate(block, (rest, line) => rest.Replace(line, "", StringComparison.Ordinal)))
            .Select(rest => Link().Replace(rest, ""))
            .Where(rest => Figure().IsMatch(rest));

        Assert.NotEmpty(known);
        Assert.All(others, rest => Assert.Fail($"{page}: PublishedFigures has no line with the figures of: {rest}"));
    }

    /// <summary>Rows of tables, their heads left out, and whatever stands between blank lines or begins with a dash, each on one line.</summary>
    private static List<string> Blocks(string page)
    {
        var blocks = new List<string> { "" };
        var lines = File.ReadAllLines(Path.Combine(TestPaths.Root, page));
        var isCode = false;
        for (var i = 0; i < lines.Length; i++)
        {
            isCode ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            var isHead = lines[i].StartsWith("|---", StringComparison.Ordinal) || (i + 1 < lines.Length && lines[i + 1].StartsWith("|---", StringComparison.Ordinal));
            if (isCode || isHead || lines[i].Length == 0)
            {
                blocks.Add("");
            }
            else if (lines[i][0] is '|' or '-')
            {
                blocks.Add(lines[i].Trim());
            }
            else
            {
                blocks[^1] = $"{blocks[^1]} {lines[i].Trim()}".Trim();
            }
        }

        return blocks;
    }

    [GeneratedRegex(@"\]\([^)\s]+\)")]
    private static partial Regex Link();

    /// <summary>A number with a decimal, or with a unit, or one of so many.</summary>
    [GeneratedRegex(@"\b\d+\.\d+\b|\b[\d,]+ (%|ms|s|MiB|MB|points|times|tokens/s|tokens a second)(?!\w)|\b[\d,]+ of [\d,]+\b")]
    private static partial Regex Figure();
}
