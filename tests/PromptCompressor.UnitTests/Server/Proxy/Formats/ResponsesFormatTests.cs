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
    [InlineData(
        """
        {"input":[{"type":"shell_call_output","call_id":"c","output":[{"stdout":"o","stderr":"e","outcome":{"type":"exit","exit_code":0}},7]},
        {"type":"mcp_call","id":"m","name":"f","arguments":"{}","output":"p"},{"type":"apply_patch_call_output","call_id":"d","status":"completed","output":"d"},
        {"type":"code_interpreter_call","code":"x","outputs":[{"type":"logs","logs":"l"},{"type":"image","url":"i"}]},
        {"type":"file_search_call","queries":["q"],"results":[{"filename":"n","text":"f"}]},{"type":"web_search_call"}]}
        """,
        "0 Tool o", "0 Tool e", "1 Tool p", "2 Tool d*", "3 Tool l", "4 Document f")]
    public void Texts_HaveTheirKindsAndMessages(string body, params string[] texts) => Assert.Equal(texts, Reading.Texts(Format, body));

    [Fact]
    public void CallsThatFailed_AreKnown_AndSoIsWhatWasAskedFor()
    {
        var conversation = Reading.Read(Format, """
            {"input":[{"type":"shell_call","call_id":"c","action":{"commands":["grep -n refund a.py"]}},
            {"type":"shell_call_output","call_id":"c","output":[{"stdout":"1","outcome":{"type":"exit","exit_code":0}},{"stdout":"2","outcome":{"type":"exit","exit_code":2}},
            {"stdout":"3","outcome":{"type":"timeout"}}]},
            {"type":"apply_patch_call_output","call_id":"d","status":"failed","output":"4"},{"type":"mcp_call","id":"m","arguments":"{\"query\":\"late\"}","output":"5"}]}
            """);

        Assert.Equal(
            [("1", "refund", false), ("2", "refund", true), ("3", "refund", true), ("4", null, true), ("5", "late", false)],
            conversation.Texts.Select(text => (text.Text, text.Query, text.IsError)));
    }
}
