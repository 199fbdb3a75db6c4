using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class ChatCompletionsFormatTests
{
    private static readonly ChatCompletionsFormat Format = new();

    [Fact]
    public void Texts_HaveTheirKindsAndMessages() => Assert.Equal(
        ["0 Instruction s*", "1 User u*", "3 Tool t*", "4 User with more", "4 User p*", "5 Assistant a*"],
        Reading.Texts(Format, """
            {"messages":[{"role":"system","content":"s"},{"role":"user","content":"u"},7,{"role":"tool","content":"t"},
            {"role":"user","content":[{"type":"text","text":"with more","cache_control":{}},{"type":"image_url","image_url":{}},{"text":"p","type":"text"}]},
            {"role":"assistant","content":"a","tool_calls":[]}],"prompt":"not of this API"}
            """));

    [Theory]
    [InlineData("""{"model":"gpt-4o","messages":[]}""", "gpt-4o")]
    [InlineData("""{"model":7,"messages":[]}""", "")]
    [InlineData("""[]""", "")]
    public void Model_StandsInTheBody(string body, string model) => Assert.Equal(model, Reading.Read(Format, body).Model);

    [Theory]
    [InlineData("""{"messages":[]}""", "gpt-4o")]
    [InlineData("""{"model":"m","messages":[]}""", "m")]
    public void Model_StandsInAzuresPaths_IfNotInTheBody(string body, string model) =>
        Assert.Equal(model, Reading.Read(Format, body, "/openai/deployments/gpt-4o/chat/completions").Model);

    [Fact]
    public void Marked_AreTheTextsUpToTheLastMarker() => Assert.Equal(
        2, Reading.Read(Format, """{"messages":[{"content":"1"},{"content":"2","cache_control":{}},{"content":"3"}]}""").Marked);

    [Fact]
    public void Places_AreThoseOfTheStrings()
    {
        const string Body = """{"messages":[{"role":"user","content":"a\u0062c"},{"role":"user","content":[{"type":"text","text":"d"}]}]}""";
        var texts = Reading.Read(Format, Body).Texts;

        Assert.Equal(["\"a\\u0062c\"", "\"d\""], texts.Select(text => Body.Substring(text.Start, text.Length)));
        Assert.Equal(["\"a\\u0062c\"", """{"type":"text","text":"d"}"""], texts.Select(text => Body.Substring(text.Content!.Start, text.Content.Length)));
        Assert.Equal([true, false], texts.Select(text => text.Content!.IsWhole));
    }
}
