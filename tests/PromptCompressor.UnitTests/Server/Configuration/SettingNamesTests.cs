using Microsoft.Extensions.Configuration;
using PromptCompressor.Server.Configuration;

namespace PromptCompressor.UnitTests.Server.Configuration;

public sealed class SettingNamesTests
{
    [Theory]
    [InlineData("Proxy:FailClosd", "Proxy:FailClosed")]
    [InlineData("Limits:BodyByte", "Limits:BodyBytes")]
    [InlineData("Engine:Wrkers", "Engine:Workers")]
    [InlineData("Proxy:Upstrem", "Proxy:Upstream")]
    [InlineData("Cache:Redis:ConectionString", "Cache:Redis:ConnectionString")]
    [InlineData("Security:ApiKeys:0:Sha257", "Security:ApiKeys:0:Sha256")]
    public void Misspelt_IsRefusedWithTheNearest(string key, string nearest) =>
        Assert.Equal($"{key} is no setting; did you mean {nearest}?", Failure((key, "true")));

    [Theory]
    [InlineData("Proxy:Policy:Foo")]
    [InlineData("Cache:Redis:Foo")]
    [InlineData("Engine:QueueTokens")]
    [InlineData("Engine:Workers:0")]
    public void Unknown_IsRefused(string key) => Assert.StartsWith($"{key} is no setting", Failure((key, "secret")), StringComparison.Ordinal);

    [Fact]
    public void Values_AreNeverShown() => Assert.DoesNotContain("hunter2", Failure(("Cache:Redis:ConectionString", "hunter2"), ("Cache:Redis:Pasword", "hunter2")), StringComparison.Ordinal);

    [Fact]
    public void Known_InAnyCaseAndWithAnyIndex_Pass() => Assert.Null(Failure(
        ("proxy:failclosed", "true"), ("Security:ApiKeys:12:Name", "a"), ("Security:ApiKeys:main:Name", "a"), ("Proxy:Policy:Kinds", ""), ("Cache:Redis:TtlSeconds", "1"), ("Cache", "of another program"), ("Logging:Foo", "1"), ("Foo", "1")));

    private static string? Failure(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new SettingNames(configuration).Validate(null, new SettingNames.Check()).FailureMessage;
    }
}
