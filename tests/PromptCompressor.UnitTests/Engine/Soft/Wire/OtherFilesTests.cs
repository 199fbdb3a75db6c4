using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.UnitTests.Engine.Soft.Wire;

public sealed class OtherFilesTests
{
    [Theory]
    [InlineData(EmbeddingType.F32, "<f4")]
    [InlineData(EmbeddingType.F16, "<f2")]
    public void Npy_Matrix_HasNumPysHeader(EmbeddingType type, string descr)
    {
        var matrix = Matrices.Counting(2, 3, type);
        var file = NpyFile.Write(matrix);

        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], file[..8]);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Assert.Equal(0, (10 + length) % 64);
        var header = Encoding.ASCII.GetString(file, 10, length);
        Assert.Equal($"{{'descr': '{descr}', 'fortran_order': False, 'shape': (2, 3), }}", header.Trim());
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Equal(matrix.Bytes.ToArray(), file[(10 + length)..]);
    }

    [Fact]
    public void Npy_BFloat16_IsRefused() => Assert.Throws<ArgumentException>(() => NpyFile.Write(Matrices.Counting(2, 3, EmbeddingType.Bf16)));

    [Theory]
    [InlineData(EmbeddingType.Bf16, "BF16", 12)]
    [InlineData(EmbeddingType.F16, "F16", 12)]
    [InlineData(EmbeddingType.F32, "F32", 24)]
    public void Safetensors_Matrix_HasOneTensor(EmbeddingType type, string name, int bytes)
    {
        var matrix = Matrices.Counting(2, 3, type);
        var file = SafetensorsFile.Write(matrix);

        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        using var header = JsonDocument.Parse(file.AsMemory(8, length));
        var tensor = Assert.Single(header.RootElement.EnumerateObject());
        Assert.Equal(SafetensorsFile.TensorName, tensor.Name);
        Assert.Equal($$"""{"dtype":"{{name}}","shape":[2,3],"data_offsets":[0,{{bytes}}]}""", tensor.Value.GetRawText());
        Assert.Equal(matrix.Bytes.ToArray(), file[(8 + length)..]);
    }

    [Theory]
    [InlineData(EmbeddingType.Bf16)]
    [InlineData(EmbeddingType.F16)]
    [InlineData(EmbeddingType.F32)]
    public void Json_Matrix_IsAListOfLists(EmbeddingType type)
    {
        var target = new MemoryStream();
        using (var writer = new Utf8JsonWriter(target))
        {
            JsonFloats.Write(writer, Matrices.Counting(2, 3, type));
        }

        Assert.Equal("[[0,1,2],[3,4,5]]", Encoding.UTF8.GetString(target.ToArray()));
    }
}
