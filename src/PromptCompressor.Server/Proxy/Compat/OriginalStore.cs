using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Caching;
using StackExchange.Redis;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Keeps originals in Redis for a while. No namespace sees another's: it is a part of the key.</summary>
internal sealed partial class OriginalStore
{
    /// <summary>Bytes of the SHA-256 that name an original: 24 hexadecimal digits, as Headroom has them.</summary>
    private const int HashBytes = 12;

    private static readonly RedisValue Content = "content";
    private static readonly RedisValue Tokens = "tokens";
    private static readonly RedisValue Items = "items";
    private static readonly RedisValue CompressedItems = "compressed_items";
    private static readonly RedisValue Retrievals = "retrievals";

    private readonly RedisConnection _connection;
    private readonly string _prefix;
    private readonly TimeSpan _ttl;
    private readonly RedisCircuitBreaker _breaker;

    public OriginalStore(
        RedisConnection connection, IOptions<RedisCacheOptions> redis, IOptions<RetrievalOptions> options, TimeProvider time, ILogger<OriginalStore> logger)
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

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));

    public static bool IsHash(string hash) => hash.Length == 2 * HashBytes && hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Keeps all of them, those that are there already for a whole time again.</summary>
    /// <returns>False if any may not have been kept.</returns>
    public async Task<bool> TryKeepAsync(Tenant tenant, IReadOnlyList<Original> originals, CancellationToken cancellation) =>
        await _breaker.TryAsync((call, token) => KeepAsync(call.tenant, call.originals, token), (tenant, originals), cancellation) is null;

    /// <returns>Null if there is none, or not any more.</returns>
    /// <exception cref="CompressionException">Redis does not answer.</exception>
    public async Task<RetrievedOriginal?> FindAsync(Tenant tenant, string hash, CancellationToken cancellation)
    {
        RetrievedOriginal? found = null;
        var failure = await _breaker.TryAsync(
            async (key, token) => found = await FindAsync(key, hash).WaitAsync(token), KeyOf(tenant, hash), cancellation);
        return failure is null ? found : throw new CompressionException(CompressionErrorKind.NotReady, "Redis, where originals are kept, does not answer.", failure);
    }

    /// <summary>No key of a score: those end with a hash of another length.</summary>
    private RedisKey KeyOf(Tenant tenant, string hash) => $"{_prefix}{tenant.Namespace}:original:{hash}";

    private async ValueTask KeepAsync(Tenant tenant, IReadOnlyList<Original> originals, CancellationToken cancellation)
    {
        // A conversation sends its texts again with every turn; only the new ones travel to Redis.
        var database = _connection.Database;
        var kept = await Task.WhenAll(originals.Select(original => database.KeyExpireAsync(KeyOf(tenant, original.Hash), _ttl))).WaitAsync(cancellation);
        await Task.WhenAll(originals.Where((_, i) => !kept[i]).Select(original => StoreAsync(database, KeyOf(tenant, original.Hash), original))).WaitAsync(cancellation);
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

    [LoggerMessage(EventId = 2602, Level = LogLevel.Warning, Message = "Redis does not keep originals ({Reason}): until it does, nothing is compressed by Headroom's contract")]
    private static partial void LogDown(ILogger logger, string reason);

    [LoggerMessage(EventId = 2603, Level = LogLevel.Information, Message = "Redis keeps originals again")]
    private static partial void LogUp(ILogger logger);
}

/// <param name="Hash">The hash of the text.</param>
/// <param name="Text">What was compressed.</param>
/// <param name="Tokens">How many it has.</param>
/// <param name="Items">Its words.</param>
/// <param name="CompressedItems">Words that are left.</param>
internal sealed record Original(string Hash, string Text, int Tokens, int Items, int CompressedItems);

/// <param name="Original">The original as it was kept.</param>
/// <param name="Retrievals">How often it has been asked for, this time included.</param>
internal sealed record RetrievedOriginal(Original Original, long Retrievals);
