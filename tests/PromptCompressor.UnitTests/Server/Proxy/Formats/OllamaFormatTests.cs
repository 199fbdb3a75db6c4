using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class OllamaFormatTests
{
    [Fact]
    public void Results_BelongToTheCalls_InOrder_AsNeitherHasAnId()
    {
        var conversation = Reading.Read(new OllamaFormat(), """
            {"model":"llama3","messages":[{"role":"user","content":"u","images":["AA=="]},
            {"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"query":"refund"}}},{"function":{"name":"g","arguments":{"query":"other"}}},
            {"function":{"name":"f","arguments":{"query":"late"}}}]},
            {"role":"tool","tool_name":"f","content":"r"},{"role":"tool","tool_name":"f","content":"s"},{"role":"tool","tool_name":"h","content":"t"}]}
            """);

        Assert.Equal("llama3", conversation.Model);
        Assert.Equal(
            [("u", TextKind.User, null), ("", TextKind.Assistant, null), ("r", TextKind.Tool, "refund"), ("s", TextKind.Tool, "late"), ("t", TextKind.Tool, null)],
            conversation.Texts.Select(text => (text.Text, text.Kind, text.Query)));
    }
}
