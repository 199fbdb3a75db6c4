using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace PromptCompressor.Engine.Soft.Wire;

/// <summary>
/// What <c>torch.save</c> writes for one tensor, and <c>torch.load(weights_only=True)</c> reads: a zip archive of stored members
/// whose data begin at multiples of 64, so that they can be mapped. Written only: a pickle is never read here.
/// </summary>
public static class TorchFile
{
    private const int Alignment = 64;
    private const int LocalHeader = 30;
    private const int CentralHeader = 46;
    private const int EndRecord = 22;
    private const ushort Version = 20;

    /// <summary>1 January 1980, the first day that a zip archive knows.</summary>
    private const ushort Date = 0x0021;

    public static byte[] Write(EmbeddingMatrix matrix)
    {
        Member[] members =
        [
            new("archive/data.pkl", TensorPickle.Of(matrix)),
            new("archive/byteorder", "little"u8.ToArray()),
            new("archive/data/0", matrix.Bytes),
            new("archive/version", "3\n"u8.ToArray()),
        ];
        var directory = 0L;
        foreach (var member in members)
        {
            member.Offset = (int)directory;
            directory += LocalHeader + member.Name.Length + member.Padding + member.Data.Length;
        }

        var central = members.Sum(member => CentralHeader + member.Name.Length);
        var file = new byte[checked(directory + central + EndRecord)];
        var at = (int)directory;
        foreach (var member in members)
        {
            WriteMember(file.AsSpan(member.Offset), member);
            at += WriteCentral(file.AsSpan(at), member);
        }

        WriteEnd(file.AsSpan(at), members.Length, central, (int)directory);
        return file;
    }

    private static void WriteMember(Span<byte> target, Member member)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, 0x04034B50);
        WriteCommon(target[4..], member);
        var extra = member.Padding;
        BinaryPrimitives.WriteUInt16LittleEndian(target[28..], (ushort)extra);
        member.Name.CopyTo(target[LocalHeader..]);
        var padding = target.Slice(LocalHeader + member.Name.Length, extra);
        "FB"u8.CopyTo(padding);
        BinaryPrimitives.WriteUInt16LittleEndian(padding[2..], (ushort)(extra - 4));
        padding[4..].Fill((byte)'Z');
        member.Data.Span.CopyTo(target[(LocalHeader + member.Name.Length + extra)..]);
    }

    private static int WriteCentral(Span<byte> target, Member member)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, 0x02014B50);
        BinaryPrimitives.WriteUInt16LittleEndian(target[4..], Version);
        WriteCommon(target[6..], member);
        BinaryPrimitives.WriteUInt32LittleEndian(target[42..], (uint)member.Offset);
        member.Name.CopyTo(target[CentralHeader..]);
        return CentralHeader + member.Name.Length;
    }

    /// <summary>From the version that is needed to the length of the name: the same in both headers. Method and flags are 0.</summary>
    private static void WriteCommon(Span<byte> target, Member member)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], Date);
        BinaryPrimitives.WriteUInt32LittleEndian(target[10..], member.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(target[14..], (uint)member.Data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[18..], (uint)member.Data.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(target[22..], (ushort)member.Name.Length);
    }

    private static void WriteEnd(Span<byte> target, int members, int size, int offset)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(target, 0x06054B50);
        BinaryPrimitives.WriteUInt16LittleEndian(target[8..], (ushort)members);
        BinaryPrimitives.WriteUInt16LittleEndian(target[10..], (ushort)members);
        BinaryPrimitives.WriteUInt32LittleEndian(target[12..], (uint)size);
        BinaryPrimitives.WriteUInt32LittleEndian(target[16..], (uint)offset);
    }

    private sealed class Member(string name, ReadOnlyMemory<byte> data)
    {
        public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

        public ReadOnlyMemory<byte> Data { get; } = data;

        public uint Crc { get; } = Crc32.HashToUInt32(data.Span);

        public int Offset { get; set; }

        /// <summary>Bytes of the extra field, its own header of 4 included.</summary>
        public int Padding => 4 + (-(Offset + LocalHeader + Name.Length + 4) & (Alignment - 1));
    }
}
