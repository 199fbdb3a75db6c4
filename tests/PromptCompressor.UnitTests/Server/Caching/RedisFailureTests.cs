using Polly.Timeout;
using PromptCompressor.Server.Caching;
using StackExchange.Redis;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class RedisFailureTests
{
    [Fact]
    public void NameOf_NeverQuotesAMessage()
    {
        Assert.Equal("OOM", RedisFailure.NameOf(Server("OOM command not allowed when used memory > 'maxmemory'.")));
        Assert.Equal("error", RedisFailure.NameOf(Server("secret is wrong")));
        Assert.Equal("timeout", RedisFailure.NameOf(new TimeoutRejectedException("secret")));
        Assert.Equal("InvalidOperationException", RedisFailure.NameOf(new InvalidOperationException("secret")));
        Assert.Equal("unknown", RedisFailure.NameOf(null));
    }

    [Fact]
    public void NameOf_NoConnection_IsWhyThereIsNone()
    {
        var cause = new RedisConnectionException(ConnectionFailureType.AuthenticationFailure, CommandFlags.None, "secret");
        var failure = new RedisConnectionException(ConnectionFailureType.UnableToResolvePhysicalConnection, CommandFlags.None, "secret", cause);

        Assert.Equal("AuthenticationFailure", RedisFailure.NameOf(failure));
    }

    private static RedisServerException Server(string message) => new(default, CommandFlags.None, message);
}
