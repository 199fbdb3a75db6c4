using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;
using StackExchange.Redis;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>
/// Remembers which texts of which conversations went on as they came. On later turns they go so again: what the provider has in its prompt
/// cache begins with the same bytes. In memory, and in Redis where it is configured, so that every replica knows.
/// </summary>
/// <remarks>A text is named by the hash of all texts up to and including it; no text is kept.</remarks>
internal sealed partial class RawTexts : IDisposable
{
    /// <summary>Texts remembered at once, about 200 bytes each.</summary>
    private const int MostTexts = 100_000;

    private readonly MemoryCache _memory = new(new MemoryCacheOptions { SizeLimit = MostTexts });
    private readonly TimeSpan _ttl;
    private readonly RedisConnection? _connection;
    private readonly string _prefix = "";
    private readonly RedisCircuitBreaker? _breaker;

    /// <param name="options">How long a text is remembered after it was last sent.</param>
    /// <param name="logger">Told when Redis does not answer.</param>
    /// <param name="connection">Null without Redis.</param>
    /// <param name="redis">Of the connection.</param>
    public RawTexts(IOptions<ProxyOptions> options, ILogger<RawTexts> logger, RedisConnection? connection = null, IOptions<RedisCacheOptions>? redis = null)
    {
        _ttl = TimeSpan.FromMinutes(options.Value.RawTextMinutes);
        _connection = connection;
        if (connection is not null)
        {
            _prefix = redis!.Value.KeyPrefix;
            _breaker = new RedisCircuitBreaker(new RedisCircuitBreaker.Setup
            {
                Timeout = TimeSpan.FromMilliseconds(redis.Value.GetTimeoutMilliseconds),
                BreakDuration = RedisSegmentCache.Break,
                OnOpened = failure => LogDown(logger, RedisFailure.NameOf(failure)),
            });
        }
    }

    /// <summary>The name of each text of a conversation.</summary>
    public static Dictionary<PromptText, string> KeysOf(Conversation conversation, Tenant tenant)
    {
        using var hash = new ConversationHash();
        var keys = new Dictionary<PromptText, string>(conversation.Texts.Count);
        foreach (var text in conversation.Texts)
        {
            hash.Add(text);
            keys.Add(text, $"{tenant.Namespace}:raw:{Convert.ToHexStringLower(hash.Current)}");
        }

        return keys;
    }

    /// <summary>Which of some texts went on as they came when they were sent last.</summary>
    /// <param name="keys">Their names.</param>
    /// <param name="cancellation">The client left.</param>
    public async Task<HashSet<string>> FindAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var known = keys.Where(key => _memory.TryGetValue(key, out _)).ToHashSet(StringComparer.Ordinal);
        if (_breaker is not null && known.Count < keys.Count)
        {
            // A Redis that does not answer in time knows of none; its failure is its breaker's business.
            await _breaker.TryAsync((missing, token) => FindInRedisAsync(missing, known, token), keys.Where(key => !known.Contains(key)).ToArray(), cancellation);
        }

        return known;
    }

    /// <summary>Remembers texts that go on as they came.</summary>
    public void Add(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys)
        {
            Remember(key);
        }

        InRedis(keys, (database, key) => database.StringSetAsync(_prefix + key, RedisValue.EmptyString, _ttl));
    }

    /// <summary>Forgets texts that go on compressed.</summary>
    public void Remove(IReadOnlyCollection<string> keys)
    {
        foreach (var key in keys)
        {
            _memory.Remove(key);
        }

        InRedis(keys, (database, key) => database.KeyDeleteAsync(_prefix + key));
    }

    public void Dispose() => _memory.Dispose();

    private void Remember(string key) => _memory.Set(key, true, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = _ttl });

    private async ValueTask FindInRedisAsync(string[] keys, HashSet<string> known, CancellationToken cancellation)
    {
        // One command looks a text up and keeps it for a whole time again.
        var database = _connection!.Database;
        var found = await Task.WhenAll(keys.Select(key => database.KeyExpireAsync(_prefix + key, _ttl))).WaitAsync(cancellation);
        foreach (var key in keys.Where((_, i) => found[i]))
        {
            Remember(key);
            known.Add(key);
        }
    }

    /// <summary>No request waits for it.</summary>
    [SuppressMessage("Reliability", "CA2012:Use ValueTasks correctly", Justification = "The breaker keeps its own account of what fails.")]
    private void InRedis(IReadOnlyCollection<string> keys, Func<IDatabase, string, Task> command)
    {
        if (_breaker is not null && keys.Count > 0)
        {
            _ = _breaker.TryAsync(
                async (all, token) => await Task.WhenAll(all.Select(key => command(_connection!.Database, key))).WaitAsync(token), keys, CancellationToken.None).AsTask();
        }
    }

    [LoggerMessage(EventId = 2604, Level = LogLevel.Warning, Message = "Redis does not say which texts went on as they came ({Reason}): until it does, each replica knows of its own alone")]
    private static partial void LogDown(ILogger logger, string reason);
}
