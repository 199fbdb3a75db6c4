namespace PromptCompressor.Engine.Soft;

/// <summary>Rows for a generator, as bytes: row after row, little-endian, without gaps.</summary>
public sealed class EmbeddingMatrix
{
    /// <exception cref="ArgumentException">The bytes are not as many as rows, columns and type say. Readers of some formats would take
    /// what is missing from memory that is none of the file's.</exception>
    internal EmbeddingMatrix(int rows, int columns, EmbeddingType type, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length != (long)rows * columns * EmbeddingNumbers.SizeOf(type))
        {
            throw new ArgumentException($"{bytes.Length} bytes are no {rows} x {columns} numbers of type {type}.", nameof(bytes));
        }

        (Rows, Columns, Type, Bytes) = (rows, columns, type, bytes);
    }

    public int Rows { get; }

    /// <summary>The generator's hidden size.</summary>
    public int Columns { get; }

    public EmbeddingType Type { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <exception cref="Core.Errors.CompressionException">A number is too large for the type.</exception>
    public EmbeddingMatrix As(EmbeddingType type) => type == Type ? this
        : Type == EmbeddingType.Bf16 ? new EmbeddingMatrix(Rows, Columns, type, EmbeddingNumbers.Convert(Bytes, type))
        : throw new InvalidOperationException("Only rows as they are kept are converted: a second rounding would change them.");
}
