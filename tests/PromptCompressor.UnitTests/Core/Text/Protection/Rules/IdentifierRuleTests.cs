using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Text.Protection.Rules;

public class IdentifierRuleTests
{
    [Theory]
    [InlineData("order ord_8f3a2c91 failed", "ord_8f3a2c91")]
    [InlineData("call `max_tokens` or _private_name.", "max_tokens | _private_name")]
    [InlineData("use gpt-4o in us-east-1, please", "gpt-4o | us-east-1")]
    [InlineData("the camelCase and PascalCase names", "camelCase | PascalCase")]
    [InlineData("error E1042: stop", "E1042")]
    [InlineData("id 3f2b8c1e-77aa-4d02-9c31-0b5e6f7a8d90 gone", "3f2b8c1e-77aa-4d02-9c31-0b5e6f7a8d90")]
    [InlineData("commit 9f86d081884c7d65 (HEAD)", "9f86d081884c7d65")]
    [InlineData("see System.Text.Json or a.b.c here", "System.Text.Json | a.b.c")]
    [InlineData("open report.pdf, main.py and x.cs.", "report.pdf | main.py")]
    [InlineData("in /etc/hosts, ./run.sh, ../lib/x and ~/notes/", "/etc/hosts | ./run.sh | ../lib/x | ~/notes/")]
    [InlineData("src/app/main.rs and docs/api/", "src/app/main.rs | docs/api/")]
    [InlineData(@"C:\Temp\log.txt and \\server\share", @"C:\Temp\log.txt | \\server\share")]
    [InlineData("set REDIS_URL, $HOME and %PATH% now", "REDIS_URL | $HOME | %PATH%")]
    [InlineData("ask @maria about #123, @org/pkg@1.2", "@maria | #123 | @org/pkg@1.2")]
    [InlineData("run --dry-run --rate=0.5 -v", "--dry-run | --rate=0.5 | -v")]
    [InlineData("tag v1.2.3-rc.1+build.5 is out", "v1.2.3-rc.1+build.5")]
    [InlineData("retry=true, host:8080, std::vector", "retry=true | host:8080 | std::vector")]
    [InlineData("C#, F# and C++ code in .NET", "C# | F# | C++ | .NET")]
    [InlineData("错误E1042在log_file里", "E1042 | log_file")]
    public void Find_Identifier_TakesAllOfIt(string text, string expected) => RuleRunner.AssertSlices(new IdentifierRule(), text, expected);

    [Theory]
    [InlineData("a well-known state-of-the-art thing")]
    [InlineData("and/or, he/she, TCP/IP; e.g. this, i.e. that")]
    [InlineData("U.S.A. and Ph.D. at 5 p.m. sharp")]
    [InlineData("I am. So what... and then -- nothing - at all")]
    [InlineData("some _emphasis_ and __strong__ and *more*")]
    [InlineData("10:30, 3/5, 10-12, 1.5/2 and 50%")]
    [InlineData("HTTP and NASA; don't, it's (maybe)")]
    [InlineData(@"\alpha and \frac")]
    [InlineData("this is English，还有中文。")]
    public void Find_Prose_FindsNothing(string text) => RuleRunner.AssertSlices(new IdentifierRule(), text, "");
}
