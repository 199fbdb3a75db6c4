using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class ProtectionRulesTests
{
    [Fact]
    public void Parse_NoList_GivesTheDefault() => Assert.Equal(ProtectionRules.Default, ProtectionRules.Parse(null).Rules);

    [Fact]
    public void Default_EveryRule_HasItsNameInTheTable() =>
        Assert.Equal(
            ["code_fence", "json", "markdown_table", "inline_code", "url", "email", "number", "identifier"],
            ProtectionRules.Default.Select(rule => ProtectionRules.ByName[rule.Name].Name));

    [Fact]
    public void Parse_Names_GivesThemOnceInTheOrderOfTheRegistry() =>
        Assert.Equal(["json", "number"], ProtectionRules.Parse(["number", "json", "number"]).Rules.Select(rule => rule.Name));

    [Fact]
    public void Parse_None_GivesNoRules()
    {
        var selection = ProtectionRules.Parse(["none"]);

        Assert.True(selection.IsValid);
        Assert.Empty(selection.Rules);
    }

    [Fact]
    public void Parse_AllAndRegex_GivesBoth() =>
        Assert.Equal(ProtectionRules.Default.Count + 1, ProtectionRules.Parse(["all", "/ab+/", "/ab+/"]).Rules.Count);

    [Fact]
    public void Parse_WrongEntries_ReportsEachOne()
    {
        string?[] entries = ["numbers", "/(/", "/(?=a)/", "//", "none", null, "/" + new string('a', 513) + "/", "url"];

        var selection = ProtectionRules.Parse(entries);

        Assert.False(selection.IsValid);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], selection.Errors.Select(error => error.Index));
        Assert.Contains("'numbers' is not known", selection.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("no valid regular expression", selection.Errors[1].Message, StringComparison.Ordinal);
        Assert.Contains("lookarounds", selection.Errors[2].Message, StringComparison.Ordinal);
        Assert.Contains("must stand alone", selection.Errors[4].Message, StringComparison.Ordinal);
        Assert.True(selection.Errors[6].Message.Length < 200);
    }

    [Fact]
    public void Parse_TooManyEntries_IsOneError() =>
        Assert.Single(ProtectionRules.Parse([.. Enumerable.Repeat("url", ProtectionRules.MaxEntries + 1)]).Errors);

    [Theory]
    [InlineData("/TICKET \\d+/", "see TICKET 12, TICKET 13", "TICKET 12 | TICKET 13")]
    [InlineData("/(?i)keep this/", "KEEP THIS or not", "KEEP THIS")]
    [InlineData("/x*/", "axxb", "xx")]
    [InlineData("/^a/", "aa", "a")]
    [InlineData("/\\bend$/", "the end", "end")]
    public void Regex_Find_TakesItsMatches(string entry, string text, string expected) =>
        RuleRunner.AssertSlices(ProtectionRules.Parse([entry]).Rules[0], text, expected);

    [Theory]
    [InlineData(@"/(a{0,90}){0,90}/")]
    [InlineData(@"/(?:(?:x(?:a{2,9}b){9}y)*){0,9}/")]
    [InlineData(@"/((a{0,9}){0,9}b|c){0,9}/")]
    [InlineData(@"/([)]a{90}[]\]x-[y]]{2}(b{60})){3}/")]
    [InlineData(@"/(\(a{60}){3}/")]
    [InlineData("/(?x)(a{0,90}#)\n){0,90}/")]
    [InlineData("/(a{0,90}(?#)){0,90}/")]
    public void Parse_RegexWithCostlyRepeats_IsRefused(string entry) =>
        Assert.DoesNotContain("no valid regular expression", Assert.Single(ProtectionRules.Parse([entry]).Errors).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(@"/(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/")]
    [InlineData(@"/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/")]
    [InlineData(@"/<k>[^<]{0,500}<\/k>/")]
    [InlineData(@"/(?i)a\{90}(?:b{9}){9}x{y}{,3}/")]
    public void Parse_RegexWithUsualRepeats_IsTaken(string entry) => Assert.Empty(ProtectionRules.Parse([entry]).Errors);

    [Fact]
    public void Regex_MatchesAcrossWindows_AreFoundOnce()
    {
        var text = string.Concat(Enumerable.Repeat("<k>" + new string('x', 700) + "</k> . ", 40));

        var found = RuleRunner.Slices(ProtectionRules.Parse(["/<k>[^<]*<\\/k>/"]).Rules[0], text);

        Assert.Equal(40, found.Length);
        Assert.All(found, slice => Assert.Equal(707, slice.Length));
    }

    [Fact]
    public void Regex_TooManyMatches_FailsTheRequest()
    {
        var rule = ProtectionRules.Parse(["/a[^b]*b|a/"]).Rules[0];
        var text = new string('a', 200_000);

        var error = Assert.Throws<CompressionException>(() => RuleRunner.Slices(rule, text));

        Assert.Equal(CompressionErrorKind.Invalid, error.Kind);
        Assert.StartsWith("protect: ", error.Message, StringComparison.Ordinal);
    }
}
