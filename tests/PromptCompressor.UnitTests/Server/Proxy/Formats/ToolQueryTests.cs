using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

/// <summary>What results are looked through for: the words of the calls that led to them.</summary>
public sealed class ToolQueryTests
{
    [Theory]
    [InlineData("""{"pattern":"refund","path":"src"}""", "refund")]
    [InlineData("""{"queries":["late refunds","chargeback"],"limit":5}""", "late refunds chargeback")]
    [InlineData("""{"command":"cd src && grep -rn -e 'total price' ."}""", "total price")]
    [InlineData("""{"command":["bash","-lc","rg --hidden TODO"]}""", "TODO")]
    [InlineData("""{"command":"git diff HEAD~1"}""", null)]
    [InlineData("""{"path":"a.txt","pattern":7}""", null)]
    [InlineData("no json", null)]
    public void ChatCompletions_Arguments_AreTheQueryOfTheirResult(string arguments, string? query)
    {
        var call = $$$"""{"id":"c1","type":"function","function":{"name":"f","arguments":{{{System.Text.Json.JsonSerializer.Serialize(arguments)}}} }}""";
        var conversation = Reading.Read(new ChatCompletionsFormat(), $$"""
            {"messages":[{"role":"user","content":"u"},{"role":"assistant","content":null,"tool_calls":[{{call}}]},
            {"role":"tool","tool_call_id":"c1","content":"r"},{"role":"tool","tool_call_id":"c2","content":"other"}]}
            """);

        Assert.Equal([null, query, null], conversation.Texts.Select(text => text.Query));
    }

    [Fact]
    public void OtherApis_NameTheirCallsToo()
    {
        var anthropic = Reading.Read(new MessagesFormat(), """
            {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"Grep","input":{"pattern":"refund"}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","is_error":true,"content":[{"type":"text","text":"r"}]}]}]}
            """);
        var responses = Reading.Read(new ResponsesFormat(), """
            {"input":[{"type":"function_call","call_id":"c","name":"search","arguments":"{\"query\":\"refund\"}"},{"type":"function_call_output","call_id":"c","output":"r"},
            {"type":"local_shell_call","call_id":"d","action":{"command":["grep","-n","refund","a.py"]}},{"type":"local_shell_call_output","call_id":"d","output":"r"}]}
            """);

        Assert.Equal([("refund", true)], anthropic.Texts.Select(text => (text.Query, text.IsError)));
        Assert.Equal([("refund", false), ("refund", false)], responses.Texts.Select(text => (text.Query, text.IsError)));
    }
}
