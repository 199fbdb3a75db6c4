using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PromptCompressor.Core.Caching;

/// <summary>
/// Names a cached segment: SHA-256 over format version, owner (model and its hash) and the segment itself. A cryptographic
/// hash, since texts may be chosen by somebody who wants two of them to collide.
/// </summary>
public readonly record struct SegmentKey(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>To be raised when the meaning of a cached value changes.</summary>
    private const int FormatVersion = 1;

    public const int Size = 32;

    /// <param name="owner">What computed the value, see <see cref="Owner"/>.</param>
    /// <param name="segment">The segment's UTF-16 text.</param>
    public static SegmentKey Of(ReadOnlySpan<byte> owner, ReadOnlySpan<char> segment)
    {
        var text = MemoryMarshal.AsBytes(segment);
        var buffer = ArrayPool<byte>.Shared.Rent(owner.Length + text.Length);
        try
        {
            owner.CopyTo(buffer);
            text.CopyTo(buffer.AsSpan(owner.Length));
            Span<byte> hash = stackalloc byte[Size];
            SHA256.HashData(buffer.AsSpan(0, owner.Length + text.Length), hash);
            return new SegmentKey(
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

    /// <summary>The fixed part of every key of one model: 32 bytes, so that no owner is a prefix of another.</summary>
    /// <param name="modelId">The model's name.</param>
    /// <param name="modelSha256">Hash over its graph, weights and tokenizer, in hexadecimal.</param>
    public static byte[] Owner(string modelId, string modelSha256) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"promptcompressor/segment/{FormatVersion}\n{modelId}\n{modelSha256}"));

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
