using System.Buffers.Binary;
using System.IO.Hashing;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Caching;

/// <summary>
/// The layout of a value in Redis: XxHash3 of the payload (8 bytes, little-endian), payload. The hash is seeded with the key, which is
/// derived from the payload's format, the model's name, its hash and the text: a value of another format, model or text is a miss. So is
/// one of another layout, which has no version of its own.
/// </summary>
internal static class SegmentValue
{
    public const int HeaderSize = sizeof(ulong);

    public static byte[] Encode(SegmentKey key, ReadOnlySpan<byte> payload)
    {
        var stored = new byte[HeaderSize + payload.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(stored, ChecksumOf(key, payload));
        payload.CopyTo(stored.AsSpan(HeaderSize));
        return stored;
    }

    /// <summary>The payload, or null if this is no value of this key.</summary>
    public static byte[]? Decode(SegmentKey key, ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderSize)
        {
            return null;
        }

        var payload = stored[HeaderSize..];
        return BinaryPrimitives.ReadUInt64LittleEndian(stored) == ChecksumOf(key, payload) ? payload.ToArray() : null;
    }

    private static ulong ChecksumOf(SegmentKey key, ReadOnlySpan<byte> payload) => XxHash3.HashToUInt64(payload, (long)key.A);
}
