using PromptCompressor.Server.Hosting;

namespace PromptCompressor.UnitTests.Server.Hosting;

public sealed class LineFormatterTests
{
    [Theory]
    [InlineData("GET /v1/info refused: 401 — naïve, 名, 😀", "GET /v1/info refused: 401 — naïve, 名, 😀")]
    [InlineData("a\nb", "a b")]
    [InlineData("a\r\nb", "a\\u000d b")]
    [InlineData("\u001b[31m\u009b2J\a", "\\u001b[31m\\u009b2J\\u0007")]
    [InlineData("\u2028\u0085\u202etxt.exe\u2066", "\\u2028\\u0085\\u202etxt.exe\\u2066")]
    public void Escape_ShowsWhatWouldNotBeSeen(string text, string expected) => Assert.Equal(expected, LineFormatter.Escape(text));
}
