using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Compat;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Security;
using PromptCompressor.UnitTests.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class HeadroomCompressionTests
{
    private const string User = """{ "role":"user", "content":"what is it about" }""";

    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 400).Select(i => $"w{i}"));
    private static readonly string Half = string.Join(' ', Enumerable.Range(0, 200).Select(i => $"w{2 * i}"));
    private static readonly string Twice = $"{{\"role\":\"tool\",\"content\":[{{\"type\":\"text\",\"text\":\"{Long}\"}},{{\"type\":\"text\",\"text\":\"<nocompress>a b</nocompress>\"}}]}}";

    private readonly Rewriter.WordCounter _counter = new();

    [Fact]
    public async Task Messages_DifferInTheirTextsAlone_AndTheirTokensAreThoseOfAllTexts()
    {
        var response = await RunAsync($$"""{"model":"m","messages":[{{User}} ,{{Twice}},{{User}}]}""");

        Assert.Equal(
            [User, Twice.Replace(Long, Half, StringComparison.Ordinal), User],
            response.Messages.Select(message => Encoding.UTF8.GetString(message.Utf8.Span)));
        Assert.Equal((4 + 400 + 2 + 4, 4 + 200 + 2 + 4, 200), (response.TokensBefore, response.TokensAfter, response.TokensSaved));
    }

    [Fact]
    public async Task FrozenMessages_StayAsTheyCame()
    {
        var response = await RunAsync($$$"""{"model":"m","messages":[{{{Twice}}},{{{Twice}}}],"config":{"frozen_message_count":1},"session_id":"s"}""");

        Assert.Equal([Twice, Twice.Replace(Long, Half, StringComparison.Ordinal)], response.Messages.Select(message => Encoding.UTF8.GetString(message.Utf8.Span)));
    }

    [Fact]
    public async Task TargetRatio_IsTheShareToKeep()
    {
        var response = await RunAsync($$$"""{"model":"m","messages":[{{{Twice}}}],"config":{"target_ratio":1}}""");

        Assert.Equal(0, response.TokensSaved);
    }

    [Theory]
    [InlineData("frozen_message_count", "-1")]
    [InlineData("frozen_message_count", "\"2\"")]
    [InlineData("target_ratio", "0")]
    [InlineData("target_ratio", "1.5")]
    public async Task Config_OutOfRange_IsNamed(string field, string value)
    {
        var error = await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => RunAsync($$$$"""{"model":"m","messages":[{{{{Twice}}}}],"config":{"{{{{field}}}}":{{{{value}}}} }}"""));

        Assert.StartsWith($"config.{field} must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EachText_IsTokenisedOnce()
    {
        await RunAsync($$"""{"model":"m","messages":[{{User}},{{Twice}}]}""");

        Assert.All([Long, "what is it about", "<nocompress>a b</nocompress>"], text => Assert.Single(_counter.Counted, text));
    }

    [Fact]
    public async Task NothingCompressed_IsTheSameMessages()
    {
        var response = await RunAsync($$"""{"model":"m","messages":[{{User}}]}""");

        Assert.Equal([User], response.Messages.Select(message => Encoding.UTF8.GetString(message.Utf8.Span)));
        Assert.Equal((4, 4, 1.0, 0), (response.TokensBefore, response.TokensAfter, response.CompressionRatio, response.TransformsApplied.Count));
    }

    /// <summary>Tokens are summed up from what was replaced; counting the answer's own texts must come to the same.</summary>
    [Fact]
    public void Tokens_AreThoseOfTheAnswer()
    {
        string[] roles = ["user", "tool", "assistant", "system"];
        var text = Gen.Select(Gen.Char["ab \"\\\n\t\u20ac\u2028<\u0000"].Array[1, 6].Select(chars => new string(chars) + " x"), Gen.Int[0, 320], Gen.Int[0, 3]).Select((word, times, tags) =>
            string.Concat(Enumerable.Repeat(word, times)) + (tags == 0 ? "<nocompress>a b</nocompress>" : ""));
        Gen.Select(Gen.Int[0, 3], text).List[1, 5].Select(Gen.Bool).Sample((messages, usersToo) =>
        {
            var body = new JsonObject
            {
                ["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = roles[message.Item1], ["content"] = message.Item2 })]),
                ["model"] = "m",
                ["config"] = new JsonObject { ["compress_user_messages"] = usersToo },
            }.ToJsonString();
            var response = RunAsync(body).Result;

            var answer = $$"""{"messages":[{{string.Join(',', response.Messages.Select(message => Encoding.UTF8.GetString(message.Utf8.Span)))}}]}""";
            Assert.Equal(messages.Sum(message => _counter.Count(message.Item2)), response.TokensBefore);
            Assert.Equal(Reading.Read(new ChatCompletionsFormat(), answer).Texts.Sum(part => _counter.Count(part.Text)), response.TokensAfter);
            Assert.Equal(messages.Select(message => roles[message.Item1]), response.Messages.Select(message => (string?)JsonNode.Parse(message.Utf8.Span)!["role"]));
        }, iter: 300);
    }

    private Task<HeadroomResponse> RunAsync(string body)
    {
        var (services, limits) = (new Rewriter.Services(new Rewriter.EverySecondWord(), _counter), Options.Create(new LimitsOptions()));
        var tenant = new CurrentTenant(new HttpContextAccessor(), Options.Create(new RedisCacheOptions()));
        return new HeadroomCompression(services, Rewriter.New(services, limits.Value), Rewriter.NoMemory, tenant, limits, Options.Create(new PolicyOptions())).RunAsync(Encoding.UTF8.GetBytes(body), isBypassed: false, CancellationToken.None);
    }
}
