namespace PromptCompressor.Core.Compression;

/// <summary>How many segments of a request were found in the cache.</summary>
/// <param name="Segments">Segments the request needed scores of.</param>
/// <param name="Hits">Of these found in the cache.</param>
/// <param name="Misses">Of these scored now; equal segments of one request are scored once and count once.</param>
public readonly record struct CacheUse(int Segments, int Hits, int Misses);
