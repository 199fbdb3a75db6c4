namespace PromptCompressor.Core.Compression;

/// <summary>How far the scoring of a request has come.</summary>
/// <param name="Done">Segments scored or found in the cache so far.</param>
/// <param name="Total">All segments of the request.</param>
public readonly record struct ScoringProgress(int Done, int Total);
