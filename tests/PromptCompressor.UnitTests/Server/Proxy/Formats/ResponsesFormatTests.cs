using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class ResponsesFormatTests
{
    private static readonly ResponsesFormat Format = new();

    [Theory]
    [InlineData("""{"input":"u"}""", "0 User u")]
    [InlineData("""{"input":"u","instructions":"i"}""", "-1 Instruction i*", "0 User u")]
    [InlineData(
        """
        {"input":[{"role":"user","content":"u"},{"type":"reasoning","content":"r"},{"type":"function_call_output","output":"o"},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"a"}]}]}
        """,
        "0 User u*", "2 Tool o*", "3 Assistant a*")]
    [InlineData("""{"input":7}""")]
    public void Texts_HaveTheirKindsAndMessages(string body, params string[] texts) => Assert.Equal(texts, Reading.Texts(Format, body));
}
