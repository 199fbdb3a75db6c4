using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class UrlRuleTests
{
    [Theory]
    [InlineData("see https://shop.example/a?b=1&c=2#d.", "https://shop.example/a?b=1&c=2#d")]
    [InlineData("(http://x.example/p_(q)), then", "http://x.example/p_(q)")]
    [InlineData("[text](https://x.example/y) and <https://z.example>", "https://x.example/y | https://z.example")]
    [InlineData("is it www.x.example? yes", "www.x.example")]
    [InlineData("s3://bucket/key and postgres://u:p@db:5432/app!", "s3://bucket/key | postgres://u:p@db:5432/app")]
    [InlineData("write mailto:me@x.example, or http://[::1]:80/", "mailto:me@x.example | http://[::1]:80/")]
    [InlineData("访问https://x.example查看", "https://x.example")]
    [InlineData("请看https://x.example/页面。谢谢", "https://x.example/页面")]
    [InlineData("**https://x.example**", "https://x.example")]
    [InlineData("HTTPS://X.EXAMPLE/A", "HTTPS://X.EXAMPLE/A")]
    public void Find_Url_LeavesOutTheSentence(string text, string expected) => RuleRunner.AssertSlices(new UrlRule(), text, expected);

    [Theory]
    [InlineData("c:// and :// and http:// alone")]
    [InlineData("awww. ok")]
    [InlineData("x.example/y without a scheme")]
    public void Find_NoUrl_FindsNothing(string text) => RuleRunner.AssertSlices(new UrlRule(), text, "");
}
