using System.Net;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>The one connection to Redis, be it a server, a Cluster or what Sentinel points to. Reconnects by itself once it is made.</summary>
internal sealed class RedisConnection(ConfigurationOptions settings) : IAsyncDisposable
{
    private volatile ConnectionMultiplexer? _multiplexer;

    /// <summary>Where Redis is. All of the connection string that may be shown.</summary>
    public IReadOnlyList<string> EndPoints { get; } = [.. settings.EndPoints.Select(NameOf)];

    /// <exception cref="RedisConnectionException">It has not been made yet.</exception>
    public IConnectionMultiplexer Multiplexer =>
        _multiplexer ?? throw new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "There is no connection yet.");

    public IDatabase Database => Multiplexer.GetDatabase();

    public bool IsCluster => Multiplexer.GetServers().Any(server => server is { IsConnected: true, ServerType: ServerType.Cluster });

    /// <summary>Reads a connection string and sets what this cache relies on.</summary>
    /// <exception cref="FormatException">It cannot be read; the message shows nothing of it.</exception>
    public static ConfigurationOptions Parse(RedisCacheOptions options)
    {
        var settings = RedisConnectionString.Parse(options.ConnectionString!);

        // Redis may come later than this service.
        settings.AbortOnConnectFail = false;

        // A command without a connection is a miss at once; queued, it would make its request wait.
        settings.BacklogPolicy = BacklogPolicy.FailFast;

        // At the pace of the checks while it is away; left alone, attempts become rarer the longer that is.
        settings.ReconnectRetryPolicy = new LinearRetry(Math.Max(100, options.CheckMilliseconds / RedisHealthMonitor.TimesAsOften));

        // Exceptions would name keys.
        settings.IncludeDetailInExceptions = false;
        if (options.CaCertificatePath is { } path)
        {
            settings.TrustIssuer(path);
        }

        return settings;
    }

    /// <summary>Makes the connection if there is none. Not to be called by several at a time.</summary>
    public async Task EnsureAsync() => _multiplexer ??= await ConnectionMultiplexer.ConnectAsync(settings);

    public async ValueTask DisposeAsync()
    {
        if (_multiplexer is { } multiplexer)
        {
            await multiplexer.DisposeAsync();
        }
    }

    private static string NameOf(EndPoint endPoint) => endPoint is DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;
}
