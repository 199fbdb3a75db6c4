using System.IO.Compression;
using System.Text;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.UnitTests.Server.Proxy;

/// <summary>What is read from an answer beside the client, which gets its bytes as they are.</summary>
public sealed class UsageTapTests
{
    private static readonly string Answer = $$$"""{"choices":[{"message":{"content":"{{{string.Join(' ', Enumerable.Range(0, 5000))}}}"} }],"usage":{"prompt_tokens":1234,"prompt_tokens_details":{"cached_tokens":56} }}""";

    [Theory]
    [InlineData("")]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Answer_IsReadAndPassedOn_HoweverItIsPacked(string encoding)
    {
        var sent = Pack(encoding, Answer);
        var (usage, received) = await PassAsync(encoding, sent, piece: 7);

        Assert.Equal((1234, 56), (usage.Input, usage.CacheRead));
        Assert.Equal(sent, received);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Answer_ThatBreaksOffOrLies_IsPassedOn(string encoding)
    {
        var packed = Pack(encoding, Answer);
        foreach (var sent in new[] { packed[..(packed.Length / 2)], Encoding.UTF8.GetBytes(Answer), [] })
        {
            var (usage, received) = await PassAsync(encoding, sent, piece: 100);

            Assert.Null(usage.Input);
            Assert.Equal(sent, received);
        }
    }

    [Theory]
    [InlineData("zstd")]
    [InlineData("gzip,br")]
    public void OtherEncodings_AreNotRead(string encoding) => Assert.False(UsageTap.CanUnpack(encoding));

    private static async Task<(Usage Usage, byte[] Received)> PassAsync(string encoding, byte[] sent, int piece)
    {
        using var target = new MemoryStream();
        var scanner = new UsageScanner(UsageNames.OpenAiAndAnthropic);
        await using var tap = new UsageTap(target, scanner, encoding);
        foreach (var bytes in sent.Chunk(piece))
        {
            await tap.WriteAsync(bytes, TestContext.Current.CancellationToken);
        }

        await tap.CompleteAsync();
        return (scanner.Usage, target.ToArray());
    }

    private static byte[] Pack(string encoding, string text)
    {
        using var packed = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(packed),
        })
        {
            packing.Write(Encoding.UTF8.GetBytes(text));
            packing.Flush();
            return encoding.Length == 0 ? packed.ToArray() : Finish(packing, packed);
        }

        static byte[] Finish(Stream packing, MemoryStream packed)
        {
            packing.Dispose();
            return packed.ToArray();
        }
    }
}
