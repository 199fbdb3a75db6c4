using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>Keys without a value that all replicas see for a while. While Redis does not answer there are none, and no caller fails.</summary>
internal sealed partial class RedisMarks
{
    private readonly RedisConnection _connection;
    private readonly RedisSegmentCache _cache;
    private readonly string _prefix;
    private readonly RedisCircuitBreaker _breaker;

    public RedisMarks(RedisConnection connection, RedisSegmentCache cache, IOptions<RedisCacheOptions> options, TimeProvider time, ILogger<RedisMarks> logger)
    {
        _connection = connection;
        _cache = cache;
        _prefix = options.Value.KeyPrefix;
        _breaker = new RedisCircuitBreaker(new RedisCircuitBreaker.Setup
        {
            Timeout = TimeSpan.FromMilliseconds(options.Value.GetTimeoutMilliseconds),
            BreakDuration = RedisSegmentCache.Break,
            OnOpened = failure => LogDown(logger, RedisFailure.NameOf(failure)),
            Time = time,
        });
    }

    /// <summary>Which of some marks there are; they stay for a whole time again. Not asked while reading the cache is given up: no request is the one to find out.</summary>
    /// <param name="keys">Namespace and name of each.</param>
    /// <param name="ttl">How long a mark stays.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <returns>Null if Redis does not answer.</returns>
    public async Task<IReadOnlyList<string>?> FindAsync(IReadOnlyList<string> keys, TimeSpan ttl, CancellationToken cancellation)
    {
        // One command looks a mark up and renews it.
        if (!_cache.Reads.IsClosed)
        {
            return null;
        }

        bool[] found = [];
        var failure = await _breaker.TryAsync(
            async (all, token) => found = await Task.WhenAll(all.Select(key => _connection.Database.KeyExpireAsync(_prefix + key, ttl))).WaitAsync(token), keys, cancellation);
        return failure is null ? [.. keys.Where((_, i) => found[i])] : null;
    }

    /// <summary>Sets marks. No caller waits for it.</summary>
    public void Add(IReadOnlyCollection<string> keys, TimeSpan ttl) =>
        Begin(keys, (database, key) => database.StringSetAsync(_prefix + key, RedisValue.EmptyString, ttl));

    /// <summary>Takes marks away. No caller waits for it.</summary>
    public void Remove(IReadOnlyCollection<string> keys) => Begin(keys, (database, key) => database.KeyDeleteAsync(_prefix + key));

    [SuppressMessage("Reliability", "CA2012:Use ValueTasks correctly", Justification = "The breaker keeps its own account of what fails.")]
    private void Begin(IReadOnlyCollection<string> keys, Func<IDatabase, string, Task> command)
    {
        if (keys.Count > 0)
        {
            _ = _breaker.TryAsync(
                async (all, token) => await Task.WhenAll(all.Select(key => command(_connection.Database, key))).WaitAsync(token), keys, CancellationToken.None).AsTask();
        }
    }

    [LoggerMessage(EventId = 2305, Level = LogLevel.Warning, Message = "Redis does not keep marks ({Reason}): until it does, each replica knows of its own alone which texts went on as they came")]
    private static partial void LogDown(ILogger logger, string reason);
}
