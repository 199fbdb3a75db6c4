using Microsoft.Extensions.Options;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Originals;

/// <summary>Keeps originals in this process, within a bound of bytes: those used least recently go first. A whole time is at least nine tenths of <see cref="OriginalsOptions.TtlSeconds"/>.</summary>
internal sealed class MemoryOriginals(IOptions<OriginalsOptions> options, TimeProvider time) : IOriginalStore
{
    private const double LeastLeft = 0.9;

    private readonly MemorySegmentCache _memory = new(options.Value.MemoryMegabytes * 1024L * 1024);
    private readonly TimeSpan _ttl = TimeSpan.FromSeconds(options.Value.TtlSeconds);
    private readonly Lock _gate = new();

    public ValueTask<bool> TryKeepAsync(Tenant tenant, Original original, CancellationToken cancellation)
    {
        var key = KeyOf(tenant, original.Hash);
        var now = time.GetUtcNow();
        lock (_gate)
        {
            // A conversation sends its texts again with every turn: what has most of its time left is not written again.
            if (_memory.Peek(key) is { } bytes && ExpiryOf(bytes) > now + (_ttl * LeastLeft))
            {
                return ValueTask.FromResult(true);
            }

            var retrievals = Read(key, original.Hash)?.Retrievals ?? 0;
            Write(key, new RetrievedOriginal(original, retrievals), now + _ttl);

            // One that is larger than a part of the memory may be is not kept.
            return ValueTask.FromResult(_memory.Peek(key) is not null);
        }
    }

    public ValueTask<RetrievedOriginal?> FindAsync(Tenant tenant, string hash, CancellationToken cancellation)
    {
        var key = KeyOf(tenant, hash);
        lock (_gate)
        {
            if (Read(key, hash) is not { } found)
            {
                return ValueTask.FromResult<RetrievedOriginal?>(null);
            }

            var counted = found with { Retrievals = found.Retrievals + 1 };
            Write(key, counted, ExpiryOf(_memory.Peek(key)!));
            return ValueTask.FromResult<RetrievedOriginal?>(counted);
        }
    }

    private static SegmentKey KeyOf(Tenant tenant, string hash) => SegmentKey.Of(new CacheScope(tenant.Namespace, "original", "", ""), hash);

    private static DateTimeOffset ExpiryOf(byte[] bytes) => new(BitConverter.ToInt64(bytes), TimeSpan.Zero);

    private RetrievedOriginal? Read(SegmentKey key, string hash)
    {
        if (_memory.Peek(key) is not { } bytes || ExpiryOf(bytes) <= time.GetUtcNow())
        {
            return null;
        }

        using var reader = new BinaryReader(new MemoryStream(bytes, sizeof(long), bytes.Length - sizeof(long), writable: false));
        var (retrievals, tokens, items, compressedItems) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
        return new RetrievedOriginal(new Original(hash, reader.ReadString(), tokens, items, compressedItems), retrievals);
    }

    private void Write(SegmentKey key, RetrievedOriginal kept, DateTimeOffset expiry)
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(expiry.UtcTicks);
        writer.Write(kept.Retrievals);
        writer.Write(kept.Original.Tokens);
        writer.Write(kept.Original.Items);
        writer.Write(kept.Original.CompressedItems);
        writer.Write(kept.Original.Text);
        writer.Flush();
        _memory.Set(key, bytes.ToArray());
    }
}
