using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PromptCompressor.Core.Caching;

/// <summary>
/// Names a cached segment: the namespace, and HMAC-SHA256 of the segment under a key that is made of its owner (format, namespace, model
/// and its hash), so that each namespace has a hash function of its own. A cryptographic one, since texts may be chosen by somebody who wants
/// two of them to collide.
/// </summary>
public readonly record struct SegmentKey(string Space, ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of the hash.</summary>
    public const int Size = 32;

    /// <param name="owner">The model that computed the value, and the namespace it is for.</param>
    /// <param name="segment">The segment's UTF-16 text.</param>
    public static SegmentKey Of(CacheScope owner, ReadOnlySpan<char> segment)
    {
        Span<byte> hash = stackalloc byte[Size];
        HMACSHA256.HashData(owner.Hash, MemoryMarshal.AsBytes(segment), hash);
        return new SegmentKey(
            owner.Space,
            BinaryPrimitives.ReadUInt64LittleEndian(hash),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]));
    }

    /// <summary>Writes the hash: <see cref="Size"/> bytes, the same on every machine.</summary>
    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(target, A);
        BinaryPrimitives.WriteUInt64LittleEndian(target[8..], B);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], C);
        BinaryPrimitives.WriteUInt64LittleEndian(target[24..], D);
    }

    public override int GetHashCode() => (int)A;
}
