using System.Buffers.Text;
using System.Text;
using PromptCompressor.Core.Caching;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>Names entries: prefix, namespace, <c>:</c>, and the segment's hash in base64url.</summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>32 bytes in base64 without padding.</summary>
    private const int HashLength = 43;

    /// <summary>A key that no entry has.</summary>
    public RedisKey Probe { get; } = $"{prefix}probe";

    /// <summary>A glob that matches the namespace's entries and no others, since a hash has a length of its own.</summary>
    public string PatternOf(string space) => $"{prefix}{space}:{new string('?', HashLength)}";

    public RedisKey Of(SegmentKey key)
    {
        Span<byte> hash = stackalloc byte[SegmentKey.Size];
        key.WriteTo(hash);
        var start = $"{prefix}{key.Space}:";
        var name = new byte[start.Length + HashLength];
        Encoding.ASCII.GetBytes(start, name);
        Base64Url.EncodeToUtf8(hash, name.AsSpan(start.Length));
        return name;
    }
}
