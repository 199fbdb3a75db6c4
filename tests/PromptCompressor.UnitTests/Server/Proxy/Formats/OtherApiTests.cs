using System.Text;
using System.Text.Json;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy.Formats;

/// <summary>That one class is all it takes: an API with names, texts and paths unlike those of the others, in Gemini's manner.</summary>
public sealed class OtherApiTests
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
        Assert.True(Format.Matches(Path));
        Assert.Equal("gemini-2.0-flash", Reading.Read(Format, Body, Path).Model);
    }

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

    private sealed class GeminiFormat : IChatFormat
    {
        private const string Start = "/v1beta/models/";

        public UsageNames Usage { get; } = new(["promptTokenCount"], ["cachedContentTokenCount"], []);

        public bool Matches(string path) => path.StartsWith(Start, StringComparison.Ordinal) && path.EndsWith("enerateContent", StringComparison.Ordinal);

        public string ModelOf(JsonElement body, string path) => path.StartsWith(Start, StringComparison.Ordinal) ? path[Start.Length..].Split(':')[0] : "";

        public void ReadTexts(JsonElement body, ConversationReader reader)
        {
            if (body.TryGetProperty("systemInstruction", out var instruction))
            {
                ReadParts(instruction, TextKind.Instruction, reader);
            }

            foreach (var content in ConversationReader.Items(body, "contents"))
            {
                reader.BeginMessage();
                ReadParts(content, ConversationReader.Text(content, "role") == "model" ? TextKind.Assistant : TextKind.User, reader);
            }
        }

        private static void ReadParts(JsonElement owner, TextKind kind, ConversationReader reader)
        {
            foreach (var part in ConversationReader.Items(owner, "parts"))
            {
                if (part.TryGetProperty("text", out var text))
                {
                    reader.Add(text, kind);
                }
            }
        }
    }
}
