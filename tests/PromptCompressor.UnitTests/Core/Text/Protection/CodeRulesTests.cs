using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Markdown;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

public class CodeRulesTests
{
    [Theory]
    [InlineData("a `b` c", "`b`")]
    [InlineData("``a ` b`` and `c``d`", "``a ` b`` | `c``d`")]
    [InlineData("`one\nspan` over lines", "`one\nspan`")]
    [InlineData(@"\`a` b `c`", "` b `")]
    [InlineData(@"\\`a` and `b\`", @"`a` | `b\`")]
    [InlineData(@"\``a`", "`a`")]
    [InlineData("`a\n\nb` alone", "")]
    [InlineData("- a ` b\n- c ` d", "")]
    [InlineData("# a ` b\nc ` d", "")]
    [InlineData("1. a ` b\n2) c ` d", "")]
    [InlineData("5 is ` ok\n6 is ` too", "` ok\n6 is `")]
    [InlineData("a `\n```\n` b\n```\n` c", "")]
    [InlineData("`` ` ```", "")]
    public void InlineCode_Find_PairsRunsOfEqualLength(string text, string expected) =>
        RuleRunner.AssertSlices(new InlineCodeRule(), text, expected);

    [Theory]
    [InlineData("a\n```cs\nx\n```\nb", "```cs\nx\n```")]
    [InlineData("   ~~~~\n~~~\n````\n  ~~~~~  \nb", "   ~~~~\n~~~\n````\n  ~~~~~  ")]
    [InlineData("```\r\nx\r\n``` y\r\n```\r\nb", "```\r\nx\r\n``` y\r\n```")]
    [InlineData("a\n```\nx\n\ny", "```\nx\n\ny")]
    [InlineData("    ```\n    x\n    ```", "")]
    [InlineData("``` a`b\nx", "")]
    [InlineData("~~~ a`b\nx\n~~~", "~~~ a`b\nx\n~~~")]
    [InlineData("``\nx\n``", "")]
    [InlineData("```\nx\n    ```\ny", "```\nx\n    ```\ny")]
    public void CodeFence_Find_FollowsCommonMark(string text, string expected) =>
        RuleRunner.AssertSlices(new CodeFenceRule(), text, expected);

    [Fact]
    public void Find_FenceAndInline_DifferInKind()
    {
        var found = Protector.Find("`a`\n\n```\nb\n```", ProtectionRules.Default);

        Assert.Equal([ProtectionKind.Whole, ProtectionKind.Always], found.Select(span => span.Kind));
        Assert.Equal(["inline_code", "code_fence"], found.Select(span => span.Rule));
    }
}
