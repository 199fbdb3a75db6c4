using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;

namespace PromptCompressor.Engine.Soft;

/// <param name="Matrix">Rows of all segments, in their order, in bfloat16.</param>
/// <param name="Cache">What the cache saved; segments that are exact need none and are not counted.</param>
/// <param name="Origins">Where the rows of each segment came from; those that are exact need no model.</param>
public sealed record SoftEmbeddings(EmbeddingMatrix Matrix, CacheUse Cache, IReadOnlyList<ScoreOrigin> Origins);
