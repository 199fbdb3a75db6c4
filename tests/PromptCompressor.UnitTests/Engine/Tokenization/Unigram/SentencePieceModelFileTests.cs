using Google.Protobuf;
using PromptCompressor.Engine.Tokenization;
using PromptCompressor.Engine.Tokenization.Unigram;

namespace PromptCompressor.UnitTests.Engine.Tokenization.Unigram;

public sealed class SentencePieceModelFileTests
{
    [Theory]
    [InlineData(2, 3, 2, "trainer_spec.model_type = 2")]
    [InlineData(2, 24, 1, "trainer_spec.treat_whitespace_as_suffix = 1")]
    [InlineData(2, 35, 1, "trainer_spec.byte_fallback = 1")]
    [InlineData(2, 40, 3, "trainer_spec.unk_id = 3")]
    [InlineData(3, 3, 0, "normalizer_spec.add_dummy_prefix = 0")]
    [InlineData(3, 5, 0, "normalizer_spec.escape_whitespaces = 0")]
    [InlineData(1, 3, 6, "type of piece  = 6")]
    public void Read_UnsupportedSetting_ThrowsItsNameAndValue(int section, int field, int value, string expected)
    {
        var message = Assert.Throws<TokenizerFormatException>(() => Read(Section(section, field, value))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x7F, 0x01 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Read_DamagedFile_Throws(byte[] content) => Assert.Throws<TokenizerFormatException>(() => Read(content));

    private static byte[] Section(int section, int field, int value)
    {
        using var inner = new MemoryStream();
        using (var output = new CodedOutputStream(inner, leaveOpen: true))
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt32(value);
        }

        using var outer = new MemoryStream();
        using (var output = new CodedOutputStream(outer, leaveOpen: true))
        {
            output.WriteTag(section, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(inner.ToArray()));
        }

        return outer.ToArray();
    }

    private static void Read(byte[] content)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, content);
            SentencePieceModelFile.Read(path, idShift: 1);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
