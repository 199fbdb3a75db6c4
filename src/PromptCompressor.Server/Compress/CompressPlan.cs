using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Server.Compress;

/// <summary>A request that has passed all checks.</summary>
/// <param name="Request">As it came.</param>
/// <param name="Model">What scores the words.</param>
/// <param name="Options">All that compression is told, but for the texts.</param>
internal sealed record CompressPlan(CompressRequest Request, LoadedModel Model, CompressionRequest Options)
{
    public CompressionRequest For(IReadOnlyList<string> texts) => Options with { Contexts = texts };
}
