using PromptCompressor.Core.Compression;

namespace PromptCompressor.Server.Compress;

/// <param name="Response">The answer.</param>
/// <param name="Results">What it was made of: one for all texts, or one for each message; none in mode <c>reference</c>.</param>
internal sealed record CompressOutcome(CompressResponse Response, IReadOnlyList<CompressionResult> Results);
