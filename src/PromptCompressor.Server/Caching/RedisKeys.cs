using System.Buffers.Text;
using System.Text;
using PromptCompressor.Core.Caching;
using StackExchange.Redis;

namespace PromptCompressor.Server.Caching;

/// <summary>Names entries: prefix, namespace, <c>:</c>, and the segment's key in base64url.</summary>
internal sealed class RedisKeys(string prefix, string space)
{
    /// <summary>32 bytes in base64 without padding.</summary>
    private const int HashLength = 43;

    private readonly byte[] _start = Encoding.UTF8.GetBytes($"{prefix}{space}:");

    /// <summary>A glob that matches the namespace's entries and no others, since a hash has a length of its own.</summary>
    public string Pattern => $"{prefix}{space}:{new string('?', HashLength)}";

    /// <summary>A key that no entry has.</summary>
    public RedisKey Probe => $"{prefix}{space}:probe";

    public RedisKey Of(SegmentKey key)
    {
        Span<byte> hash = stackalloc byte[SegmentKey.Size];
        key.WriteTo(hash);
        var name = new byte[_start.Length + HashLength];
        _start.CopyTo(name, 0);
        Base64Url.EncodeToUtf8(hash, name.AsSpan(_start.Length));
        return name;
    }
}
