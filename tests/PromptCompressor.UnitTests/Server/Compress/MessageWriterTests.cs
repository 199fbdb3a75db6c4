using System.Text;
using System.Text.Json;
using CsCheck;
using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress.Messages;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Proxy.Formats;

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
    [InlineData("""{"role":"function","name":"f","content":"one"}""", """{"role":"function","name":"f","content":"ONE"}""")]
    [InlineData("""{"role":"user","content":[{"type":"input_text","text":"one"},{"type":"output_text","text":"two"}]}""", """{"role":"user","content":[{"type":"input_text","text":"ONE"},{"type":"output_text","text":"TWO"}]}""")]
    [InlineData(
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"one"},{"type":"tool_result","content":[{"type":"text","text":"two"},{"type":"image","source":{}}]}]}""",
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ONE"},{"type":"tool_result","content":[{"type":"text","text":"TWO"},{"type":"image","source":{}}]}]}""")]
    [InlineData(
        """{"role":"user","content":[{"type":"document","source":{"type":"text","data":"one"}},{"type":"search_result","content":[{"type":"text","text":"two"}]}]}""",
        """{"role":"user","content":[{"type":"document","source":{"type":"text","data":"ONE"}},{"type":"search_result","content":[{"type":"text","text":"TWO"}]}]}""")]
    [InlineData("""{"type":"function_call_output","call_id":"c","output":"one"}""", """{"type":"function_call_output","call_id":"c","output":"ONE"}""")]
    [InlineData("""{"role":"critic","content":"one"}""", """{"role":"critic","content":"one"}""")]
    [InlineData("""{"role":"user","content":null}""", """{"role":"user","content":null}""")]
    [InlineData("""{"role":"user","content":[]}""", """{"role":"user","content":[]}""")]
    [InlineData("""{"role":"user","content":"UNCHANGED \u0041"}""", """{"role":"user","content":"UNCHANGED \u0041"}""")]
    [InlineData("""{"role":"assistant","content":"one \u00e9","tool_calls":[{"id":1}]}""", """{"role":"assistant","content":"one \u00e9","tool_calls":[{"id":1}]}""")]
    [InlineData("""{"content":"one","role":"system"}""", """{"content":"one","role":"system"}""")]
    public void Write_OnlyCompressedTextDiffers(string message, string expected)
    {
        var errors = new FieldErrors();
        using var document = JsonDocument.Parse($"[{message}, {{\"role\":\"user\",\"content\":\"x\"}}]");
        var messages = ChatMessageReader.Read(new JsonInput(document.RootElement, "messages", errors))!;
        errors.ThrowIfAny();

        var written = MessageWriter.Write(messages, messages.SelectMany(m => m.CompressibleTexts).Select(Upper));

        Assert.Equal([expected, """{"role":"user","content":"X"}"""], written.Select(json => Encoding.UTF8.GetString(json.Utf8.Span)));
    }

    /// <summary>Whatever else a message holds, in any order and spacing, comes back byte for byte.</summary>
    [Fact]
    public void Write_AnyMessages_OnlyTheirTextsDiffer()
    {
        const string Mark = "\u0001";
        string[] values = ["\"a b\"", "\"\\u00e9\\\"\"", "\"漢 😀\"", "1.50e+3", "null", "true", "[ 1,{\"content\":\"x\"}]", "{\"text\" : \"y\"}", "\"\\ud800\""];
        string[] contents = [Mark, "null", "[]", $"[{{\"type\":\"text\",\"text\":{Mark}}}]", $"[ {{\"text\" :{Mark} ,\"type\":\"text\",\"z\":null}},{{\"type\":\"image_url\",\"image_url\":{{}}}}]"];
        string[] spaces = ["", " ", "\n\t"];
        var message = Gen.Select(Gen.Int[0, 1], Gen.Int[0, contents.Length - 1], Gen.Select(Gen.Int[0, values.Length - 1], Gen.Int[0, 2]).Array[0, 4], Gen.Bool).Select((role, content, others, isLast) =>
        {
            var fields = others.Select((other, i) => $"\"f{i}\"{spaces[other.Item2]}:{values[other.Item1]}").ToList();
            fields.Insert(isLast ? fields.Count : 0, $"\"content\":{contents[content]}");
            return $"{{\"role\":\"{(role == 0 ? "user" : "tool")}\",{string.Join("," + spaces[others.Length % 3], fields)}}}";
        });
        message.Array[1, 4].Sample(
            messages =>
            {
                var errors = new FieldErrors();
                using var document = JsonDocument.Parse($"[{string.Join(',', messages.Select(one => one.Replace(Mark, "\"one two\"", StringComparison.Ordinal)))}]");
                var read = ChatMessageReader.Read(new JsonInput(document.RootElement, "messages", errors))!;
                errors.ThrowIfAny();

                var written = MessageWriter.Write(read, read.SelectMany(one => one.CompressibleTexts).Select(Upper));

                Assert.Equal(messages.Select(one => one.Replace(Mark, "\"ONE TWO\"", StringComparison.Ordinal)), written.Select(json => Encoding.UTF8.GetString(json.Utf8.Span)));
            },
            iter: 500);
    }

    private static CompressedText Upper(PromptText text) => new(text.Text, text.Text.ToUpperInvariant(), [], []);
}
