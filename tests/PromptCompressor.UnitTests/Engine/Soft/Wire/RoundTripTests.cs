using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.UnitTests.Engine.Soft.Wire;

/// <summary>Any numbers in any shape, read back from each file by its format's rules.</summary>
public sealed class RoundTripTests
{
    private static readonly ushort[] Awkward = [0, 0x8000, 1, 0x3F80, 0xBF80, 0x477D];

    /// <summary>Numbers that all three types hold: bf16 within the range of f16.</summary>
    private static readonly Gen<ushort> Number = Gen.OneOf(
        Gen.UShort.Where(bits => MathF.Abs(ValueOf(bits)) < 65_000),
        Gen.Int[0, Awkward.Length - 1].Select(i => Awkward[i]));

    private static readonly Gen<EmbeddingMatrix> Any =
        Gen.Select(Gen.Int[0, 6], Gen.Int[1, 9], Gen.Int[0, 2]).SelectMany(shape =>
            Number.Array[shape.Item1 * shape.Item2].Select(numbers => MatrixOf(shape.Item1, shape.Item2, numbers).As((EmbeddingType)shape.Item3)));

    [Fact]
    public void Torch_ReadBack_IsTheSame() => Any.Sample(matrix =>
    {
        using var zip = new ZipArchive(new MemoryStream(TorchFile.Write(matrix)), ZipArchiveMode.Read);
        using var data = zip.GetEntry("archive/data/0")!.Open();
        var read = new MemoryStream();
        data.CopyTo(read);
        Assert.Equal(matrix.Bytes.ToArray(), read.ToArray());
    });

    [Fact]
    public void Npy_ReadBack_IsTheSame() => Any.Where(matrix => NpyFile.Supports(matrix.Type)).Sample(matrix =>
    {
        var file = NpyFile.Write(matrix);
        var start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var shape = Regex.Match(Encoding.ASCII.GetString(file.AsSpan(10, start - 10)), @"\((\d+), (\d+)\)");
        Assert.Equal(($"{matrix.Rows}", $"{matrix.Columns}"), (shape.Groups[1].Value, shape.Groups[2].Value));
        Assert.Equal(matrix.Bytes.ToArray(), file[start..]);
    });

    [Fact]
    public void Safetensors_ReadBack_IsTheSame() => Any.Sample(matrix =>
    {
        var file = SafetensorsFile.Write(matrix);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, length));
        var tensor = header.RootElement.GetProperty(SafetensorsFile.TensorName);
        Assert.Equal([matrix.Rows, matrix.Columns], tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        var range = tensor.GetProperty("data_offsets");
        Assert.Equal(matrix.Bytes.ToArray(), file[(8 + length + range[0].GetInt32())..(8 + length + range[1].GetInt32())]);
    });

    [Fact]
    public void Json_ReadBack_IsTheSame() => Any.Sample(matrix =>
    {
        var target = new MemoryStream();
        using (var writer = new Utf8JsonWriter(target))
        {
            JsonFloats.Write(writer, matrix);
        }

        using var json = JsonDocument.Parse(target.ToArray());
        Assert.Equal(matrix.Rows, json.RootElement.GetArrayLength());
        var numbers = json.RootElement.EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(number => number.GetSingle()).ToArray();
        var bytes = new byte[matrix.Bytes.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            Write(bytes, i, numbers[i], matrix.Type);
        }

        Assert.Equal(matrix.Bytes.ToArray(), bytes);
    });

    private static float ValueOf(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static EmbeddingMatrix MatrixOf(int rows, int columns, ushort[] numbers)
    {
        var bytes = new byte[numbers.Length * 2];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), numbers[i]);
        }

        return new EmbeddingMatrix(rows, columns, EmbeddingType.Bf16, bytes);
    }

    private static void Write(byte[] bytes, int place, float number, EmbeddingType type)
    {
        switch (type)
        {
            case EmbeddingType.F32:
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(place * 4), number);
                break;
            case EmbeddingType.F16:
                BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(place * 2), (Half)number);
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(place * 2), (ushort)(BitConverter.SingleToUInt32Bits(number) >> 16));
                break;
        }
    }
}
