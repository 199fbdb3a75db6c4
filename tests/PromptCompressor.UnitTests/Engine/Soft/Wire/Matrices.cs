using System.Buffers.Binary;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.UnitTests.Engine.Soft.Wire;

internal static class Matrices
{
    /// <summary>0, 1, 2, ... row by row.</summary>
    public static EmbeddingMatrix Counting(int rows, int columns, EmbeddingType type)
    {
        var bytes = new byte[rows * columns * 2];
        for (var i = 0; i < rows * columns; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), (ushort)(BitConverter.SingleToUInt32Bits(i) >> 16));
        }

        return new EmbeddingMatrix(rows, columns, EmbeddingType.Bf16, bytes).As(type);
    }
}
