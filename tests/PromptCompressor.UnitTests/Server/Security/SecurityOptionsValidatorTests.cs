using PromptCompressor.Server.Security;

namespace PromptCompressor.UnitTests.Server.Security;

public sealed class SecurityOptionsValidatorTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Validate_NoKeyOrGoodKeys_Passes()
    {
        Assert.True(Validate().Succeeded);
        Assert.True(Validate(Key("anna", Hash, "x"), Key("ben", new string('B', 64), "x")).Succeeded);
    }

    [Fact]
    public void Validate_BadKeys_SaysAllAndShowsNoHash()
    {
        var result = Validate(Key(null, "my secret key", "a b"), Key("anna", Hash, "x"), Key("anna", Hash.ToUpperInvariant(), "y\n"));

        Assert.Equal(
            [
                "Security:ApiKeys:0:Name must be 1 to 64 letters, digits and . _ -.",
                "Security:ApiKeys:0:Namespace must be 1 to 64 letters, digits and . _ -.",
                "Security:ApiKeys:0:Sha256 must be the key's SHA-256 in 64 hexadecimal digits.",
                "Security:ApiKeys:2:Namespace must be 1 to 64 letters, digits and . _ -.",
                "Security:ApiKeys:2:Name is another key's too.",
                "Security:ApiKeys:2:Sha256 is another key's too.",
            ],
            result.Failures!);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(params ApiKeyOptions[] keys)
    {
        var options = new SecurityOptions();
        foreach (var key in keys)
        {
            options.ApiKeys.Add(key);
        }

        return new SecurityOptionsValidator().Validate(null, options);
    }

    private static ApiKeyOptions Key(string? name, string hash, string space) => new() { Name = name, Sha256 = hash, Namespace = space };
}
