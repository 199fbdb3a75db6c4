using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What rewriting needs of the rest of the service.</summary>
/// <param name="Compressor">Shortens texts.</param>
/// <param name="Counters">Count as the LLM that is asked does.</param>
/// <param name="Parallelism">Texts worth compressing at once.</param>
internal sealed record CompressionTools(IPromptCompressor Compressor, ITokenCounters Counters, int Parallelism)
{
    /// <summary>Makes embeddings of texts; null if no soft model is loaded.</summary>
    public SoftModel? Soft { get; init; }
}
