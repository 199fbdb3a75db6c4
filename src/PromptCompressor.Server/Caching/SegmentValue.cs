using System.Buffers.Binary;
using System.IO.Hashing;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Caching;

/// <summary>
/// How a value lies in Redis: version (1 byte), XxHash3 of the payload (8 bytes, little-endian), payload. The hash is seeded
/// with the key, which is made of the model's name, its hash and the text: a value that belongs to another model or another
/// text does not pass.
/// </summary>
internal static class SegmentValue
{
    /// <summary>To be raised when the layout changes. Values of other versions are misses.</summary>
    public const byte Version = 1;

    public const int HeaderSize = 1 + sizeof(ulong);

    public static byte[] Encode(SegmentKey key, ReadOnlySpan<byte> payload)
    {
        var stored = new byte[HeaderSize + payload.Length];
        stored[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(stored.AsSpan(1), ChecksumOf(key, payload));
        payload.CopyTo(stored.AsSpan(HeaderSize));
        return stored;
    }

    /// <summary>The payload, or null if this is no value of this key.</summary>
    public static byte[]? Decode(SegmentKey key, ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderSize || stored[0] != Version)
        {
            return null;
        }

        var payload = stored[HeaderSize..];
        return BinaryPrimitives.ReadUInt64LittleEndian(stored[1..]) == ChecksumOf(key, payload) ? payload.ToArray() : null;
    }

    private static ulong ChecksumOf(SegmentKey key, ReadOnlySpan<byte> payload) => XxHash3.HashToUInt64(payload, (long)key.A);
}
