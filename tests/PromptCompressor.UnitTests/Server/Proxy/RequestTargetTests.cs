using PromptCompressor.Server.Proxy.Forwarding;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class RequestTargetTests
{
    /// <summary>The upstream's address may be given with its version or without it.</summary>
    [Theory]
    [InlineData("https://api.openai.com", "/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("https://api.openai.com/v1", "/v1/chat/completions?a=/b", "/chat/completions?a=/b")]
    [InlineData("https://api.openai.com/v1", "/chat/completions", "/chat/completions")]
    [InlineData("https://openrouter.ai/api/v1", "/v1/chat/completions", "/chat/completions")]
    [InlineData("https://host/api/paas/v4", "/v1/chat/completions", "/chat/completions")]
    [InlineData("https://host/v1beta", "/v1beta/models/m:generateContent", "/models/m:generateContent")]
    [InlineData("https://host/v1", "/V1/x", "/x")]
    [InlineData("https://host/v1", "/v2/x", "/v2/x")]
    [InlineData("https://host/v1", "/v1", "/v1")]
    [InlineData("https://host/v1", "/v1?a=b", "/v1?a=b")]
    [InlineData("https://host/anthropic", "/v1/messages", "/v1/messages")]
    [InlineData("https://v1", "/v1/messages", "/v1/messages")]
    [InlineData("https://host/v1", "", "")]
    [InlineData("https://host/version", "/version/x", "/version/x")]
    public void Version_IsThereOnce(string upstream, string target, string behind) => Assert.Equal(behind, RequestTarget.WithoutVersion(target, upstream));

    [Theory]
    [InlineData("/a/..", true)]
    [InlineData("/..;a=b/c", true)]
    [InlineData("/a%2F..%2fb", true)]
    [InlineData("/a\\..", true)]
    [InlineData("/a..b/...", false)]
    [InlineData("/org%2Fmodel/.", false)]
    [InlineData("", false)]
    public void PathThatMayClimb_IsKnown(string path, bool climbs) => Assert.Equal(climbs, RequestTarget.Climbs(path));
}
