using System.Buffers.Binary;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// The generator's token embeddings as the compressor's graph holds them: 8 bits in blocks of equal scale, zero at 128. They differ
/// from the generator's own by at most half a step, 0.4 % of the largest number of a block.
/// </summary>
internal sealed class TokenEmbeddings
{
    private const int UInt8 = 2;
    private const int Float32 = 1;
    private const int Zero = 128;

    private readonly ReadOnlyMemory<byte> _values;
    private readonly ReadOnlyMemory<byte> _scales;
    private readonly float _factor;
    private readonly int _block;

    /// <exception cref="ModelLoadException">The graph has no such table.</exception>
    public TokenEmbeddings(string graph, EmbeddingTableManifest table, int hiddenSize)
    {
        var tensors = GraphInitializers.Read(graph, table.Values, table.Scales);
        var (values, scales) = (tensors[table.Values], tensors[table.Scales]);
        ModelFiles.Require(
            graph,
            values is { DataType: UInt8, Dims: [var tokens, var hidden] } && scales is { DataType: Float32, Dims: [var rows, var blocks] }
                && rows == tokens && hidden == hiddenSize && blocks > 0 && hidden % blocks == 0
                && values.Bytes.Length == tokens * hidden && scales.Bytes.Length == rows * blocks * sizeof(float),
            $"'{table.Values}' and '{table.Scales}' are no table of 8-bit embeddings, {hiddenSize} wide, with a scale for each block");
        (_values, _scales, _factor) = (values.Bytes, scales.Bytes, table.Factor);
        (Count, HiddenSize) = ((int)values.Dims[0], hiddenSize);
        _block = hiddenSize / (int)scales.Dims[1];
    }

    /// <summary>Number of tokens.</summary>
    public int Count { get; }

    public int HiddenSize { get; }

    /// <summary>Writes a token's row as the generator's first layer gets it, in bfloat16.</summary>
    public void Write(int id, Span<byte> target)
    {
        Span<float> row = stackalloc float[HiddenSize];
        ReadRow(id, row);
        EmbeddingNumbers.ToBFloat16(row, target);
    }

    internal void ReadRow(int id, Span<float> row)
    {
        var values = _values.Span.Slice(id * HiddenSize, HiddenSize);
        var scales = _scales.Span[(id * (HiddenSize / _block) * sizeof(float))..];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (values[i] - Zero) * BinaryPrimitives.ReadSingleLittleEndian(scales[(i / _block * sizeof(float))..]) * _factor;
        }
    }
}
