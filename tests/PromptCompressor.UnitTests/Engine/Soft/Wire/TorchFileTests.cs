using System.IO.Compression;
using System.Security.Cryptography;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Engine.Soft.Wire;

namespace PromptCompressor.UnitTests.Engine.Soft.Wire;

/// <summary>Hashes of files that PyTorch has loaded, equal bit for bit.</summary>
public sealed class TorchFileTests
{
    [Theory]
    [InlineData(EmbeddingType.F16, 654, "f3992c669dcde8ce921678ae75e8bc51cab08a59e4c64f0fc095ba90d073ac39")]
    [InlineData(EmbeddingType.Bf16, 654, "25355204e613e8c64276d8a14da636b76b54fce61b6cfcbd7abbd8c212c8eab4")]
    [InlineData(EmbeddingType.F32, 718, "30c09522de008fd56fcc2141c7275d639e7cfb69d6a6b721b1a16b1c4cf08ac1")]
    public void Write_TwoByThree_GivesTheBytesThatPyTorchReads(EmbeddingType type, int length, string sha256)
    {
        var file = TorchFile.Write(Matrices.Counting(2, 3, type));

        Assert.Equal(length, file.Length);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(10, 576)]
    [InlineData(255, 1)]
    [InlineData(300, 576)]
    [InlineData(1, 70_000)]
    public void Write_AnyShape_IsAGoodZipOfAlignedMembers(int rows, int columns)
    {
        var matrix = Matrices.Counting(rows, columns, EmbeddingType.Bf16);
        var file = TorchFile.Write(matrix);

        using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        Assert.Equal(["archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/version"], zip.Entries.Select(entry => entry.FullName));
        var data = new MemoryStream();
        using (var stream = zip.GetEntry("archive/data/0")!.Open())
        {
            stream.CopyTo(data);
        }

        Assert.True(matrix.Bytes.Span.SequenceEqual(data.ToArray()));
        Assert.Equal(0, file.AsSpan().IndexOf(matrix.Bytes.Span) % 64);
    }

    [Fact]
    public void Matrix_BytesMissing_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new EmbeddingMatrix(2, 3, EmbeddingType.F32, new byte[20]));
}
