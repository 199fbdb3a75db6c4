using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PromptCompressor.Core.Caching;

/// <summary>
/// Names a cached segment: the namespace, and SHA-256 over owner (format version, namespace, model and its hash) and the segment
/// itself. A cryptographic hash, since texts may be chosen by somebody who wants two of them to collide.
/// </summary>
public readonly record struct SegmentKey(string Space, ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bytes of the hash.</summary>
    public const int Size = 32;

    /// <param name="owner">What computed the value, and for whom.</param>
    /// <param name="segment">The segment's UTF-16 text.</param>
    public static SegmentKey Of(SegmentOwner owner, ReadOnlySpan<char> segment)
    {
        var text = MemoryMarshal.AsBytes(segment);
        var buffer = ArrayPool<byte>.Shared.Rent(owner.Hash.Length + text.Length);
        try
        {
            owner.Hash.CopyTo(buffer);
            text.CopyTo(buffer.AsSpan(owner.Hash.Length));
            Span<byte> hash = stackalloc byte[Size];
            SHA256.HashData(buffer.AsSpan(0, owner.Hash.Length + text.Length), hash);
            return new SegmentKey(
                owner.Space,
                BinaryPrimitives.ReadUInt64LittleEndian(hash),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(hash[24..]));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
