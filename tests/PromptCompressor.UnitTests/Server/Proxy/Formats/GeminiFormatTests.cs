using System.Text;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

/// <summary>An API whose names, texts and paths are unlike those of the others.</summary>
public sealed class GeminiFormatTests
{
    private const string Path = "/v1beta/models/gemini-2.0-flash:generateContent";
    private const string Body = """
        {"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"u"},{"inlineData":{"data":"AA=="}}]},
        {"role":"model","parts":[{"text":"a"}]}]}
        """;

    private static readonly GeminiFormat Format = new();

    [Fact]
    public void Texts_AreFound() => Assert.Equal(["-1 Instruction s", "0 User u", "1 Assistant a"], Reading.Texts(Format, Body));

    [Fact]
    public void Model_StandsInThePath()
    {
        Assert.Equal("gemini-2.0-flash", Reading.Read(Format, Body, Path).Model);
        Assert.Equal("m", Reading.Read(Format, Body, "/v1/projects/p/locations/l/publishers/google/models/m:streamGenerateContent").Model);
    }

    [Theory]
    [InlineData("functionCall", "functionResponse", ",\"id\":\"1\"")]
    [InlineData("function_call", "function_response", "")]
    public void ResultsOfTools_AreRead_AndKnowTheirCall(string call, string result, string id)
    {
        var conversation = Reading.Read(
            Format,
            """
            {"contents":[{"parts":[{"text":"u"}]},
            {"role":"model","parts":[{"text":"t","thought":true},{"CALL":{"name":"f","args":{"pattern":"refund"}ID}},{"CALL":{"name":"f","args":{"query":"late"}}}]},
            {"role":"user","parts":[{"RESULT":{"name":"f","response":{"output":"r","rows":[1]}ID}},{"RESULT":{"name":"f","response":{"error":"e"}}}]}]}
            """.Replace("CALL", call, StringComparison.Ordinal).Replace("RESULT", result, StringComparison.Ordinal).Replace("ID", id, StringComparison.Ordinal));

        Assert.Equal(
            [("u", TextKind.User, null, false), ("r", TextKind.Tool, "refund", false), ("e", TextKind.Tool, "late", true)],
            conversation.Texts.Select(text => (text.Text, text.Kind, text.Query, text.IsError)));
    }

    [Fact]
    public void WhatCountsTokens_MayHoldAWholeRequest() => Assert.Equal(
        ["-1 Instruction s", "0 User u", "1 Assistant a"], Reading.Texts(Format, $$"""{"generateContentRequest":{{Body.Replace("systemInstruction", "system_instruction", StringComparison.Ordinal)}}}"""));

    [Theory]
    [InlineData("""{"usageMetadata":{"promptTokenCount": 1200,"candidatesTokenCount":5,"cachedContentTokenCount":1024}}""", 1200L, 1024L)]
    [InlineData("""{"usage":{"prompt_tokens":7}}""", null, null)]
    public void Usage_IsFound(string answer, long? input, long? read)
    {
        var scanner = new UsageScanner(Format.Usage);
        scanner.Scan(Encoding.UTF8.GetBytes(answer));

        Assert.Equal((input, read, null), (scanner.Usage.Input, scanner.Usage.CacheRead, scanner.Usage.CacheWritten));
    }

    [Fact]
    public async Task Conversation_IsCompressed()
    {
        const string Template = """{"contents":[{"role":"user","parts":[{"text":"LONG"}]}],"generationConfig":{"stopSequences":["LONG"]}}""";
        var (output, _) = await Rewriter.RunAsync(Template.Replace("LONG", "one two three four five six", StringComparison.Ordinal), new Rewriter.EverySecondWord(), format: Format);

        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"one three five"}]}],"generationConfig":{"stopSequences":["one two three four five six"]}}""", output);
    }
}
