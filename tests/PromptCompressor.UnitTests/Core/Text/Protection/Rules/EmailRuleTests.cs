using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class EmailRuleTests
{
    [Theory]
    [InlineData("to ana.b+news@mail.x.example.", "ana.b+news@mail.x.example")]
    [InlineData("<o'neil@x-y.example>, (z_1@a.example)", "o'neil@x-y.example | z_1@a.example")]
    [InlineData("联系me@x.example谢谢", "me@x.example")]
    [InlineData("jürgen@müller.example", "jürgen@müller.example")]
    [InlineData("a@b.example-", "a@b.example")]
    public void Find_Address_TakesAllOfIt(string text, string expected) => RuleRunner.AssertSlices(new EmailRule(), text, expected);

    [Theory]
    [InlineData("@maria and user@host and a@b.c and a@@b.example")]
    [InlineData("x.@b.example")]
    public void Find_NoAddress_FindsNothing(string text) => RuleRunner.AssertSlices(new EmailRule(), text, "");
}
