using System.IO.Compression;
using ZstdSharp;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Bytes in a content encoding of HTTP.</summary>
internal static class PackedBytes
{
    /// <param name="bytes">What is packed.</param>
    /// <param name="encoding">Of <c>Content-Encoding</c>: <c>gzip</c>, <c>br</c>, <c>deflate</c> or <c>zstd</c>.</param>
    /// <param name="times">How often, one after another: a body that expands to hundreds of megabytes needs no array of that size.</param>
    public static byte[] Of(ReadOnlySpan<byte> bytes, string encoding, int times = 1)
    {
        using var target = new MemoryStream();
        using (Stream packing = encoding switch
        {
            "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
            "zstd" => new CompressionStream(target, leaveOpen: true),
            _ => throw new ArgumentException($"There is no encoding '{encoding}'.", nameof(encoding)),
        })
        {
            for (var i = 0; i < times; i++)
            {
                packing.Write(bytes);
            }
        }

        return target.ToArray();
    }
}
