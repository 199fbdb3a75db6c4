using System.Text;
using System.Text.Json;
using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;

namespace PromptCompressor.UnitTests.Server.Compress;

public sealed class MessageWriterTests
{
    [Theory]
    [InlineData(
        """{"role":"user",  "content" : "one two" , "name":"\u00e9\ud800", "n": 1.50e+3}""",
        """{"role":"user",  "content" : "ONE TWO" , "name":"\u00e9\ud800", "n": 1.50e+3}""")]
    [InlineData(
        """{"role":"tool","tool_call_id":"a","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"a\u0062c"},{"text":"d","type":"text","cache":{}}]}""",
        """{"role":"tool","tool_call_id":"a","content":[{"type":"image_url","image_url":{"url":"x"}},{"type":"text","text":"ABC"},{"text":"D","type":"text","cache":{}}]}""")]
    [InlineData("""{"role":"user","content":"quote \" é 漢"}""", """{"role":"user","content":"QUOTE \" É 漢"}""")]
    [InlineData("""{"role":"user","content":null}""", """{"role":"user","content":null}""")]
    [InlineData("""{"role":"user","content":[]}""", """{"role":"user","content":[]}""")]
    [InlineData("""{"role":"user","content":"UNCHANGED \u0041"}""", """{"role":"user","content":"UNCHANGED \u0041"}""")]
    [InlineData("""{"role":"assistant","content":"one \u00e9","tool_calls":[{"id":1}]}""", """{"role":"assistant","content":"one \u00e9","tool_calls":[{"id":1}]}""")]
    [InlineData("""{"content":"one","role":"system"}""", """{"content":"one","role":"system"}""")]
    public void Write_OnlyCompressedTextDiffers(string message, string expected)
    {
        var errors = new FieldErrors();
        using var document = JsonDocument.Parse($"[{message}, {{\"role\":\"user\",\"content\":\"x\"}}]");
        var messages = ChatMessageReader.Read(document.RootElement, errors)!;
        errors.ThrowIfAny();

        var written = MessageWriter.Write(messages, messages.Where(m => m.IsCompressible).SelectMany(m => m.Texts).Select(Upper));

        Assert.Equal([expected, """{"role":"user","content":"X"}"""], written.Select(json => Encoding.UTF8.GetString(json.Utf8.Span)));
    }

    private static CompressedText Upper(MessageText text) => new(text.Text, text.Text.ToUpperInvariant(), [], []);
}
