using System.Text;
using Microsoft.AspNetCore.Http;
using PromptCompressor.Server.Json;

namespace PromptCompressor.UnitTests.Server.Json;

public sealed class JsonBodyTests
{
    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData("{", "line 1, byte 2.")]
    [InlineData("{\n  \"rate\": NaN\n}", "line 2, byte 11.")]
    [InlineData("{} {}", "line 1, byte 4.")]
    [InlineData("{ \"a\": 1, }", "line 1, byte 11.")]
    [InlineData("secret words", "line 1, byte 1.")]
    public void Parse_NotJson_SaysWhereAndQuotesNothing(string body, string end)
    {
        var error = Assert.Throws<BadHttpRequestException>(() => JsonBody.Parse(Encoding.UTF8.GetBytes(body)));

        Assert.Equal(StatusCodes.Status400BadRequest, error.StatusCode);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooDeep_IsRefused()
    {
        var body = Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000));

        Assert.Throws<BadHttpRequestException>(() => JsonBody.Parse(body));
    }

    [Fact]
    public void Parse_NotUtf8_IsRefused() =>
        Assert.Throws<BadHttpRequestException>(() => JsonBody.Parse(new byte[] { (byte)'"', 0xFF, (byte)'"' }));

    [Fact]
    public void Parse_ByteOrderMark_IsPassedOver()
    {
        using var document = JsonBody.Parse(new byte[] { 0xEF, 0xBB, 0xBF, (byte)'1' });

        Assert.Equal(1, document.RootElement.GetInt32());
    }
}
