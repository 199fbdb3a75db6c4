using System.Text.Json;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Engine.Llmlingua;

/// <summary>
/// The six cases of the library's own tests, which need its XLM-RoBERTa large checkpoint: export
/// <c>microsoft/llmlingua-2-xlm-roberta-large-meetingbank</c> as fp32 to a model folder and name that in PROMPTCOMPRESSOR_XLMR_LARGE.
/// </summary>
public sealed class PublishedFixturesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task XlmrLarge_PublishedCases_EqualLibrary()
    {
        var folder = Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_XLMR_LARGE");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "PROMPTCOMPRESSOR_XLMR_LARGE is not set: the library's published cases were not compared.");
        Assert.SkipWhen(TestPaths.Data is null, "PROMPTCOMPRESSOR_DATA is not set: the library's published cases are not at hand.");

        using var model = new ReferenceModel(folder!);
        using var cases = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(TestPaths.Data, "llmlingua2_fixtures.json"), TestContext.Current.CancellationToken));
        var (all, equal) = (0, 0);
        foreach (var fixture in cases.RootElement.EnumerateArray())
        {
            var name = fixture.GetProperty("name").GetString();
            var expected = fixture.GetProperty("expected");
            var request = GoldenCase.RequestOf(fixture.GetProperty("input"), fixture.GetProperty("params"));
            var actual = (await model.Compressor.CompressAsync(request, TestContext.Current.CancellationToken)).Answer;
            var isEqual = actual.CompressedPrompt == expected.GetProperty("compressed_prompt").GetString()
                && actual.OriginTokens == expected.GetProperty("origin_tokens").GetInt32()
                && actual.CompressedTokens == expected.GetProperty("compressed_tokens").GetInt32()
                && actual.Ratio == expected.GetProperty("ratio").GetString()
                && actual.Rate == expected.GetProperty("rate").GetString();
            output.WriteLine($"{name}: {(isEqual ? "equal" : $"different\n  {actual.CompressedPrompt}")}");
            (all, equal) = (all + 1, equal + (isEqual ? 1 : 0));
        }

        Assert.Equal(6, all);
        Assert.Equal(all, equal);
    }
}
