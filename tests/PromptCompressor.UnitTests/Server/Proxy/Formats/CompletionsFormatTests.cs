using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

public sealed class CompletionsFormatTests
{
    private static readonly CompletionsFormat Format = new();

    [Theory]
    [InlineData("""{"prompt":"p","suffix":"s"}""", "0 User p")]
    [InlineData("""{"prompt":["p",[1,2],"q"]}""", "0 User p", "2 User q")]
    [InlineData("""{"prompt":[1,2]}""")]
    [InlineData("""{"messages":[{"role":"user","content":"u"}]}""")]
    public void Texts_ArePrompts(string body, params string[] texts) => Assert.Equal(texts, Reading.Texts(Format, body));
}
