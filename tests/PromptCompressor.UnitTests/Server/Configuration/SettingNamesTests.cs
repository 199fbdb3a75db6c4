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
    [InlineData("Proxy:Policy:ExemptTools:0:Name")]
    public void Unknown_IsRefused(string key) => Assert.StartsWith($"{key} is no setting", Failure((key, "secret")), StringComparison.Ordinal);

    /// <summary>A list that is given as one value stays empty, and without keys the service is open.</summary>
    [Theory]
    [InlineData("Security:ApiKeys", "Security:ApiKeys takes no value itself: set Security:ApiKeys:0:Name, Security:ApiKeys:0:Sha256, Security:ApiKeys:0:Namespace")]
    [InlineData("Security:ApiKeys:3", "Security:ApiKeys:3 takes no value itself: set Security:ApiKeys:3:Name, Security:ApiKeys:3:Sha256, Security:ApiKeys:3:Namespace")]
    [InlineData("Security:AllowedHosts", "Security:AllowedHosts takes no value itself: set Security:AllowedHosts:0")]
    [InlineData("Proxy:Policy:ExemptTools", "Proxy:Policy:ExemptTools takes no value itself: set Proxy:Policy:ExemptTools:0")]
    [InlineData("Proxy:Policy:Kinds", "Proxy:Policy:Kinds takes no value itself: set Proxy:Policy:Kinds:0")]
    [InlineData("ContentKinds:Off", "ContentKinds:Off takes no value itself: set ContentKinds:Off:0")]
    public void AValueForAWholeList_IsRefused(string key, string complaint)
    {
        Assert.Equal(complaint, Failure((key, "User")));
        Assert.Equal(complaint, Failure((key, "User"), ($"{key}:Name", "a"))?.Split("; ")[^1]);
    }

    [Theory]
    [InlineData("Security:ApiKeys:0")]
    [InlineData("Proxy:Policy:Ranges:0")]
    public void AnEntryWithoutFields_IsRefused(string key) => Assert.StartsWith($"{key} takes no value itself", Failure((key, "")), StringComparison.Ordinal);

    /// <summary>The binder leaves an entry out that it cannot read, and all entries that are left of none are no compression at all.</summary>
    [Theory]
    [InlineData("Proxy:Policy:Kinds:0", "Usr", "must be one of Instruction, User, Assistant, Tool, Document")]
    [InlineData("Proxy:Policy:Kinds:0", "", "must be one of Instruction, User, Assistant, Tool, Document")]
    [InlineData("Proxy:Policy:Kinds:0", "17", "must be one of Instruction, User, Assistant, Tool, Document")]
    [InlineData("Proxy:Policy:Ranges:1:Kind", "Usr", "must be one of Instruction, User, Assistant, Tool, Document")]
    [InlineData("Proxy:Policy:Ranges:1:Rate", "half", "must be a number")]
    [InlineData("Proxy:Policy:Ranges:1:MinTokens", "9999999999", "must be a whole number of at most 2,147,483,647")]
    [InlineData("Proxy:Policy:Prices:gpt:Input", "2.50 USD", "must be a number")]
    [InlineData("Proxy:Mode", "17", "must be one of Compress, Audit, Off")]
    [InlineData("Proxy:FailClosed", "yes", "must be true or false")]
    public void AValueThatCannotBeRead_IsRefused(string key, string value, string complaint) => Assert.Equal($"{key} {complaint}", Failure((key, value)));

    [Theory]
    [InlineData("Proxy:Policy:ExemptKeys:0")]
    [InlineData("Proxy:Policy:Ranges:0:Key")]
    [InlineData("Proxy:Soft:TrustedKeys:0")]
    public void ANameOfNoKey_IsRefused(string key)
    {
        Assert.Equal($"{key} names no key of Security:ApiKeys", Failure((key, "nobody")));
        Assert.Equal($"{key} names no key of Security:ApiKeys; did you mean team-b?", Failure((key, "teamb"), ("Security:ApiKeys:0:Name", "team-b")));
        Assert.Null(Failure((key, "team-b"), ("Security:ApiKeys:0:Name", "team-b")));
    }

    /// <summary>Each value of each setting is known for what it is.</summary>
    [Fact]
    public void EverySetting_RefusesWhatIsNotOfItsType_ByName() => Assert.All(
        OptionsTable.Bare().Where(setting => setting.Type != typeof(string)), setting => Assert.StartsWith($"{setting.Key} must be ", Failure((setting.Key, "@")), StringComparison.Ordinal));

    [Fact]
    public void Values_AreNeverShown() => Assert.DoesNotContain("hunter2", Failure(("Cache:Redis:ConectionString", "hunter2"), ("Cache:Redis:Pasword", "hunter2")), StringComparison.Ordinal);

    [Fact]
    public void Known_InAnyCaseAndWithAnyIndex_Pass() => Assert.Null(Failure(
        ("proxy:failclosed", "true"), ("Security:ApiKeys:12:Name", "a"), ("Security:ApiKeys:main:Name", "a"), ("Proxy:Policy:Kinds", ""), ("Proxy:Policy:Kinds:0", "tool"), ("Proxy:Policy:Ranges:0:Rate", "0.5"), ("Proxy:Policy:Ranges:0:TargetTokens", ""), ("Cache:Redis:TtlSeconds", "1"), ("Cache", "of another program"), ("Logging:Foo", "1"), ("Foo", "1")));

    private static string? Failure(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        return new SettingNames(configuration).Validate(null, new SettingNames.Check()).FailureMessage;
    }
}
