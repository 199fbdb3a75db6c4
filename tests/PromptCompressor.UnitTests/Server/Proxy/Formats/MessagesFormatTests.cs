using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class MessagesFormatTests
{
    private static readonly MessagesFormat Format = new();

    [Fact]
    public void Texts_HaveTheirKindsAndMessages() => Assert.Equal(
        ["-1 Instruction s*", "0 User u*", "1 Assistant a*", "2 Tool r*", "2 Document d", "2 Document c*", "2 Document f*"],
        Reading.Texts(Format, """
            {"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":"u"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"t"},{"type":"text","text":"a"},{"type":"tool_use","input":{"q":"i"}}]},
            {"role":"user","content":[{"type":"tool_result","content":"r"},{"type":"document","source":{"type":"text","data":"d"}},
            {"type":"document","source":{"type":"content","content":[{"type":"text","text":"c"}]}},
            {"type":"document","source":{"type":"text","data":"cited"},"citations":{"enabled":true}},
            {"type":"search_result","content":[{"type":"text","text":"f"}]}]}]}
            """));

    [Fact]
    public void Marked_CountsTheSystemPrompt() => Assert.Equal(
        1, Reading.Read(Format, """{"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"u"}]}""").Marked);
}
