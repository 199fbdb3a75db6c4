using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisConnectionValidatorTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("redis-0:6379,redis-1:6379,user=cache,password=secret,ssl=true")]
    [InlineData("sentinel-0:26379,serviceName=mymaster,password=secret")]
    public void Validate_GoodString_Passes(string connectionString) => Assert.True(Validate(connectionString).Succeeded);

    [Theory]
    [InlineData("localhost,password=se,cret=1")]
    [InlineData("localhost,abortConnect=secret")]
    [InlineData(",password=secret")]
    public void Validate_BadString_FailsWithoutShowingIt(string connectionString)
    {
        var result = Validate(connectionString);

        Assert.True(result.Failed);
        Assert.Contains("Cache:Redis:ConnectionString", result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoSuchCertificate_NamesIt()
    {
        var result = new RedisConnectionValidator().Validate(null, new RedisCacheOptions { ConnectionString = "localhost", CaCertificatePath = "/no/such.pem" });

        Assert.Contains("/no/such.pem", result.FailureMessage, StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Validate(string connectionString) =>
        new RedisConnectionValidator().Validate(null, new RedisCacheOptions { ConnectionString = connectionString });
}
