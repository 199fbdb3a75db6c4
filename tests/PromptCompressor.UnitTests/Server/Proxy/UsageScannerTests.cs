using System.Text;
using CsCheck;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class UsageScannerTests
{
    private const string OpenAi = """{"choices":[{"message":{"content":"\"cached_tokens\":9 \\"}}],"usage":{"prompt_tokens": 1200,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens" : 1024}}}""";
    private const string Anthropic =
        "event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":25,\"cache_creation_input_tokens\":100,\"cache_read_input_tokens\":2000,\"output_tokens\":1}}}\n\n"
        + "event: content_block_delta\ndata: {\"delta\":{\"text\":\"{\\\"input_tokens\\\":7}\"}}\n\nevent: message_delta\ndata: {\"usage\":{\"output_tokens\":15}}\n\n";

    [Theory]
    [InlineData(OpenAi, 1200L, 1024L, null)]
    [InlineData(Anthropic, 25L, 2000L, 100L)]
    [InlineData("""{"usage":{"input_tokens":1,"input_tokens_details":{"cached_tokens":0}}}""", 1L, 0L, null)]
    [InlineData("""{"a":"prompt_tokens","b":7}""", null, null, null)]
    [InlineData("""["prompt_tokens", 7]""", null, null, null)]
    [InlineData("""{"prompt_tokens":null}""", null, null, null)]
    [InlineData("""{"prompt_tokens":"5"}""", null, null, null)]
    [InlineData("\0\"\\", null, null, null)]
    public void Numbers_AreFound_HoweverTheAnswerIsCut(string answer, long? input, long? read, long? written)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        Gen.Int[0, bytes.Length].Array[0, 8].Sample(cuts =>
        {
            var scanner = new UsageScanner(UsageNames.OpenAiAndAnthropic);
            var start = 0;
            foreach (var cut in cuts.Order().Append(bytes.Length))
            {
                scanner.Scan(bytes.AsSpan(start, cut - start));
                start = cut;
            }

            Assert.Equal((input, read, written), (scanner.Usage.Input, scanner.Usage.CacheRead, scanner.Usage.CacheWritten));
        }, iter: 200);
    }
}
