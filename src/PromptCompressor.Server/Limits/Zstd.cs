using Microsoft.AspNetCore.RequestDecompression;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace PromptCompressor.Server.Limits;

/// <summary>Bodies in Zstandard, which ASP.NET does not unpack by itself.</summary>
internal sealed class Zstd : IDecompressionProvider
{
    /// <summary>A sender chooses how much memory its frames need; RFC 8878 has receivers take 8 MiB.</summary>
    private const int WindowLog = 23;

    public Stream GetDecompressionStream(Stream stream)
    {
        var unpacked = new DecompressionStream(stream);
        unpacked.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, WindowLog);
        return unpacked;
    }
}
