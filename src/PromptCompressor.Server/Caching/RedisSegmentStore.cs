using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>The commands of the cache. Fails as Redis does; <see cref="RedisSegmentCache"/> turns that into misses.</summary>
/// <remarks>
/// The client pipelines: commands go out without waiting for the answers of those before, so that a request costs one round
/// trip whatever the number of its segments.
/// </remarks>
internal sealed class RedisSegmentStore(RedisConnection connection, RedisKeys names, IOptions<RedisCacheOptions> settings, RedisCounters counters)
{
    /// <summary>Keys of one command: Redis serves no other client while it runs one.</summary>
    private const int KeysPerCommand = 500;

    private readonly RedisCacheOptions _options = settings.Value;
    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(settings.Value.TtlSeconds);

    /// <summary>Sets <c>values[i]</c> where <c>keys[i]</c> is found. Touches <paramref name="values"/> only before it returns.</summary>
    public async ValueTask GetAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation)
    {
        var database = connection.Database;
        var named = new RedisKey[keys.Length];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = names.Of(keys.Span[i]);
        }

        var groups = GroupsOf(named);
        var replies = await Task.WhenAll(groups.Select(group => database.StringGetAsync([.. group.Select(i => named[i])]))).WaitAsync(cancellation);
        var hits = new List<RedisKey>();
        for (var g = 0; g < groups.Count; g++)
        {
            for (var i = 0; i < replies[g].Length; i++)
            {
                var at = groups[g][i];
                if (ValueOf(keys.Span[at], replies[g][i]) is { } value)
                {
                    values.Span[at] = value;
                    hits.Add(named[at]);
                }
            }
        }

        counters.AddLookups(hits.Count, keys.Length - hits.Count);
        if (_options.SlidingTtl)
        {
            Renew(database, hits);
        }
    }

    public async ValueTask SetAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        var database = connection.Database;
        var stored = new List<Task>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            if (values.Span[i].Length <= _options.MaxValueBytes)
            {
                stored.Add(database.StringSetAsync(names.Of(keys.Span[i]), SegmentValue.Encode(keys.Span[i], values.Span[i]), _ttl));
            }
        }

        await Task.WhenAll(stored).WaitAsync(cancellation);
        counters.AddWritten(stored.Count);
    }

    /// <summary>Removes a namespace's entries, on every primary of a Cluster.</summary>
    /// <returns>How many there were.</returns>
    public async Task<long> ClearAsync(string space, CancellationToken cancellation)
    {
        var database = connection.Database;
        var removed = 0L;
        foreach (var server in connection.Multiplexer.GetServers().Where(server => !server.IsReplica))
        {
            await foreach (var keys in server.KeysAsync(database.Database, names.PatternOf(space), pageSize: KeysPerCommand).Chunk(KeysPerCommand).WithCancellation(cancellation))
            {
                var counts = await Task.WhenAll(GroupsOf(keys).Select(group => database.KeyDeleteAsync([.. group.Select(i => keys[i])])));
                removed += counts.Sum();
            }
        }

        return removed;
    }

    /// <summary>Whether Redis answers.</summary>
    public async ValueTask ProbeAsync(CancellationToken cancellation) =>
        await connection.Database.StringGetAsync(names.Probe).WaitAsync(cancellation);

    /// <summary>Indexes of the keys of each command. In a Cluster a command may only name keys of one slot.</summary>
    private List<int[]> GroupsOf(RedisKey[] keys)
    {
        var indexes = Enumerable.Range(0, keys.Length);
        return connection.IsCluster
            ? [.. indexes.GroupBy(i => connection.Multiplexer.HashSlot(keys[i])).SelectMany(slot => slot.Chunk(KeysPerCommand))]
            : [.. indexes.Chunk(KeysPerCommand)];
    }

    private byte[]? ValueOf(SegmentKey key, RedisValue stored)
    {
        if (stored.IsNull)
        {
            return null;
        }

        var bytes = (ReadOnlyMemory<byte>)stored;
        var value = bytes.Length <= _options.MaxValueBytes + SegmentValue.HeaderSize ? SegmentValue.Decode(key, bytes.Span) : null;
        if (value is null)
        {
            counters.AddCorrupt();
        }

        return value;
    }

    private void Renew(IDatabase database, List<RedisKey> keys)
    {
        try
        {
            foreach (var key in keys)
            {
                database.KeyExpire(key, _ttl, CommandFlags.FireAndForget);
            }
        }
        catch (RedisException)
        {
            // A replica takes no such command. The entries were read all the same; they only end sooner.
        }
    }
}
