using PromptCompressor.Server.Security;

namespace PromptCompressor.UnitTests.Server.Security;

public sealed class LocalNamesTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("a.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("10.1.2.3")]
    [InlineData("promptcompressor")]
    [InlineData("promptcompressor.default.svc")]
    [InlineData("promptcompressor.default.svc.cluster.local")]
    [InlineData("host.docker.internal")]
    public void Names_ThatNoPageCanHave(string host) => Assert.True(LocalNames.Has(host));

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1.nip.io")]
    [InlineData("evil.example.")]
    [InlineData("internal.evil.example")]
    public void Names_ThatAPageCanHave(string host) => Assert.False(LocalNames.Has(host));
}
