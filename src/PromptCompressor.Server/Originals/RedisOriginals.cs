using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Caching;
using StackExchange.Redis;

namespace PromptCompressor.Server.Originals;

/// <summary>Keeps originals in Redis, where every replica finds them. The namespace is a part of the key.</summary>
internal sealed partial class RedisOriginals : IOriginalStore
{
    private static readonly RedisValue Content = "content";
    private static readonly RedisValue Tokens = "tokens";
    private static readonly RedisValue Items = "items";
    private static readonly RedisValue CompressedItems = "compressed_items";
    private static readonly RedisValue Retrievals = "retrievals";

    private readonly RedisConnection _connection;
    private readonly string _prefix;
    private readonly TimeSpan _ttl;
    private readonly RedisCircuitBreaker _breaker;

    public RedisOriginals(
        RedisConnection connection, IOptions<RedisCacheOptions> redis, IOptions<OriginalsOptions> options, TimeProvider time, ILogger<RedisOriginals> logger)
    {
        _connection = connection;
        _prefix = redis.Value.KeyPrefix;
        _ttl = TimeSpan.FromSeconds(options.Value.TtlSeconds);
        _breaker = new RedisCircuitBreaker(new RedisCircuitBreaker.Setup
        {
            Timeout = TimeSpan.FromMilliseconds(options.Value.TimeoutMilliseconds),
            BreakDuration = RedisSegmentCache.Break,
            OnOpened = failure => LogDown(logger, RedisFailure.NameOf(failure)),
            OnClosed = () => LogUp(logger),
            Time = time,
        });
    }

    public async ValueTask<bool> TryKeepAsync(Tenant tenant, Original original, CancellationToken cancellation) =>
        await _breaker.TryAsync((call, token) => KeepAsync(call.Key, call.original, token), (Key: KeyOf(tenant, original.Hash), original), cancellation) is null;

    public async ValueTask<RetrievedOriginal?> FindAsync(Tenant tenant, string hash, CancellationToken cancellation)
    {
        RetrievedOriginal? found = null;
        var failure = await _breaker.TryAsync(
            async (key, token) => found = await FindAsync(key, hash).WaitAsync(token), KeyOf(tenant, hash), cancellation);
        return failure is null ? found : throw new CompressionException(CompressionErrorKind.NotReady, "Redis, where originals are kept, does not answer.", failure);
    }

    /// <summary>No key of a score: those end with a hash of another length.</summary>
    private RedisKey KeyOf(Tenant tenant, string hash) => $"{_prefix}{tenant.Namespace}:original:{hash}";

    private async ValueTask KeepAsync(RedisKey key, Original original, CancellationToken cancellation)
    {
        // A conversation sends its texts again with every turn; only the new ones travel to Redis.
        var database = _connection.Database;
        if (!await database.KeyExpireAsync(key, _ttl).WaitAsync(cancellation))
        {
            await StoreAsync(database, key, original).WaitAsync(cancellation);
        }
    }

    private async Task StoreAsync(IDatabase database, RedisKey key, Original original)
    {
        // Both or neither: nothing stays for ever.
        var transaction = database.CreateTransaction();
        var set = transaction.HashSetAsync(
            key, [new(Content, original.Text), new(Tokens, original.Tokens), new(Items, original.Items), new(CompressedItems, original.CompressedItems)]);
        var expire = transaction.KeyExpireAsync(key, _ttl);
        await transaction.ExecuteAsync();
        await Task.WhenAll(set, expire);
    }

    private async Task<RetrievedOriginal?> FindAsync(RedisKey key, string hash)
    {
        // Counting must not bring back a key that has just expired.
        var transaction = _connection.Database.CreateTransaction();
        transaction.AddCondition(Condition.KeyExists(key));
        var retrievals = transaction.HashIncrementAsync(key, Retrievals);
        var values = transaction.HashGetAsync(key, [Content, Tokens, Items, CompressedItems]);
        if (!await transaction.ExecuteAsync())
        {
            return null;
        }

        return await values is [{ IsNull: false } content, var tokens, var items, var compressedItems]
            ? new RetrievedOriginal(new Original(hash, content!, (int)tokens, (int)items, (int)compressedItems), await retrievals)
            : null;
    }

    [LoggerMessage(EventId = 2602, Level = LogLevel.Warning, Message = "Redis does not keep originals ({Reason}): until it does, marks carry no hash, and nothing that would lose words is compressed by Headroom's contract")]
    private static partial void LogDown(ILogger logger, string reason);

    [LoggerMessage(EventId = 2603, Level = LogLevel.Information, Message = "Redis keeps originals again")]
    private static partial void LogUp(ILogger logger);
}
