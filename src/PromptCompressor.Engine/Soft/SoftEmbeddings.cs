using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Soft;

/// <param name="Matrix">Rows of all segments, in their order, in bfloat16.</param>
/// <param name="Cache">What the cache saved; segments that are exact need none and are not counted.</param>
public sealed record SoftEmbeddings(EmbeddingMatrix Matrix, CacheUse Cache);
