using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

/// <summary>A result belongs to a tool: by the id of its call, by its own name, or by the type of the call.</summary>
public sealed class ToolNameTests
{
    [Theory]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"Grep","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"r"}]}""", "Grep")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","function":{"name":"Grep"}}]},{"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"r"}]}]}""", "Grep")]
    [InlineData("""{"messages":[{"role":"assistant","tool_calls":[{"id":"1","type":"custom","custom":{"name":"patch","input":"x"}}]},{"role":"tool","tool_call_id":"1","content":"r"}]}""", "patch")]
    [InlineData("""{"messages":[{"role":"function","name":"weather","content":"r"}]}""", "weather")]
    [InlineData("""{"messages":[{"role":"tool","tool_call_id":"2","content":"r"}]}""", null)]
    [InlineData("""{"messages":[{"role":"user","name":"Read","content":"r"}]}""", null)]
    [InlineData("""{"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"Read","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":"r"}]}]}""", "Read")]
    public void Messages_NameTheirTools(string body, string? tool) => Assert.Equal(tool, Assert.Single(Reading.Read(new ChatCompletionsFormat(), body).Texts).Tool);

    [Theory]
    [InlineData("""{"input":[{"type":"function_call","call_id":"1","name":"shell","arguments":"{}"},{"type":"function_call_output","call_id":"1","output":"r"}]}""", "shell")]
    [InlineData("""{"input":[{"type":"local_shell_call","call_id":"1","action":{"command":["ls"]}},{"type":"local_shell_call_output","call_id":"1","output":"r"}]}""", "local_shell")]
    [InlineData("""{"input":[{"type":"apply_patch_call","call_id":"1","operation":{}},{"type":"apply_patch_call_output","call_id":"1","output":"r"}]}""", "apply_patch")]
    [InlineData("""{"input":[{"type":"mcp_call","id":"1","name":"find_orders","arguments":"{}","output":"r"}]}""", "find_orders")]
    [InlineData("""{"input":[{"type":"code_interpreter_call","id":"1","outputs":[{"type":"logs","logs":"r"}]}]}""", "code_interpreter")]
    public void Items_NameTheirTools(string body, string? tool) => Assert.Equal(tool, Assert.Single(Reading.Read(new ResponsesFormat(), body).Texts).Tool);

    [Fact]
    public void Gemini_NamesItsTools()
    {
        const string Body = """{"contents":[{"role":"model","parts":[{"functionCall":{"name":"read_file"}}]},{"role":"user","parts":[{"functionResponse":{"name":"read_file","response":{"output":"r"}}}]}]}""";

        Assert.Equal("read_file", Assert.Single(Reading.Read(new GeminiFormat(), Body).Texts).Tool);
    }

    [Fact]
    public void Ollama_NamesItsTools() =>
        Assert.Equal("grep", Assert.Single(Reading.Read(new OllamaFormat(), """{"messages":[{"role":"tool","tool_name":"grep","content":"r"}]}""").Texts).Tool);
}
