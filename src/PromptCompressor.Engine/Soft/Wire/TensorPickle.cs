using System.Buffers.Binary;
using System.Text;

namespace PromptCompressor.Engine.Soft.Wire;

/// <summary>
/// The pickle, in protocol 2, of <c>_rebuild_tensor_v2(storage, 0, (rows, columns), (columns, 1), False, OrderedDict())</c>: what names
/// the shape and type of the raw bytes beside it.
/// </summary>
internal static class TensorPickle
{
    public static byte[] Of(EmbeddingMatrix matrix)
    {
        var pickle = new MemoryStream();
        pickle.Write([0x80, 2]);
        Global("torch._utils", "_rebuild_tensor_v2");
        pickle.Write("(("u8);
        Text("storage");
        Global("torch", StorageOf(matrix.Type));
        Text("0");
        Text("cpu");
        Number(checked(matrix.Rows * matrix.Columns));
        pickle.Write("tQ"u8);
        Number(0);
        Number(matrix.Rows);
        Number(matrix.Columns);
        pickle.WriteByte(0x86);
        Number(matrix.Columns);
        Number(1);
        pickle.Write([0x86, 0x89]);
        Global("collections", "OrderedDict");
        pickle.Write(")RtR."u8);
        return pickle.ToArray();

        void Global(string module, string name) => pickle.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

        void Text(string text)
        {
            pickle.WriteByte((byte)'X');
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            pickle.Write(length);
            pickle.Write(Encoding.ASCII.GetBytes(text));
        }

        void Number(int number)
        {
            Span<byte> bytes = stackalloc byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            var (opcode, length) = number switch
            {
                <= byte.MaxValue => ('K', 1),
                <= ushort.MaxValue => ('M', 2),
                _ => ('J', 4),
            };
            pickle.WriteByte((byte)opcode);
            pickle.Write(bytes[..length]);
        }
    }

    private static string StorageOf(EmbeddingType type) => type switch
    {
        EmbeddingType.Bf16 => "BFloat16Storage",
        EmbeddingType.F16 => "HalfStorage",
        _ => "FloatStorage",
    };
}
