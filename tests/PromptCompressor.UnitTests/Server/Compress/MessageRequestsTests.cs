using System.Text.Json;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;

namespace PromptCompressor.UnitTests.Server.Compress;

public sealed class MessageRequestsTests
{
    [Theory]
    [InlineData("""{"role":"critic","content":"one two"}""", "critic")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"one"},{"type":"hologram","text":"two"}]}""", "hologram")]
    [InlineData("""{"type":"telepathy_output","output":"one"},{"role":"user","content":"two"}""", "telepathy_output")]
    [InlineData("""{"role":"assistant","content":"one"},{"role":"system","content":"two"}""", "Nothing was compressed")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{}}]}""", "Nothing was compressed")]
    [InlineData("""{"role":"user","content":null}""", "Nothing was compressed")]
    public void WarningsOf_TextThatStays_IsNamed(string messages, string named)
    {
        using var document = JsonDocument.Parse($"[{messages}]");

        Assert.Contains(MessageRequests.WarningsOf(Read(document)), warning => warning.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"role":"system","content":"one"},{"role":"user","content":"two"},{"role":"assistant","content":"three"},{"role":"tool","content":"four"}""")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"one"},{"type":"image","source":{}},{"type":"tool_result","content":"two"}]},{"role":"assistant","content":[{"type":"thinking","thinking":"x"},{"type":"tool_use","input":{}}]}""")]
    [InlineData("""{"role":"critic","content":null},{"role":"function","content":"two"}""")]
    [InlineData("""{"type":"reasoning","summary":[]},{"type":"function_call","arguments":"{}"},{"type":"function_call_output","output":"one"},{"type":"message","role":"user","content":"two"}""")]
    public void WarningsOf_AllIsUnderstood_SaysNothing(string messages)
    {
        using var document = JsonDocument.Parse($"[{messages}]");

        Assert.Empty(MessageRequests.WarningsOf(Read(document)));
    }

    [Fact]
    public void WarningsOf_ManyLongNames_NamesTheBeginningOfAFew()
    {
        var messages = string.Join(',', Enumerable.Range(0, 20).Select(i => $"{{\"role\":\"{i}{new string('r', 500)}\",\"content\":\"one\"}}"));
        using var document = JsonDocument.Parse($"[{messages}]");

        Assert.All(MessageRequests.WarningsOf(Read(document)), warning => Assert.InRange(warning.Length, 1, 400));
    }

    private static IReadOnlyList<ChatMessage> Read(JsonDocument document)
    {
        var errors = new FieldErrors();
        var messages = ChatMessageReader.Read(new JsonInput(document.RootElement, "messages", errors))!;
        errors.ThrowIfAny();
        return messages;
    }
}
