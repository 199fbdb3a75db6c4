using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Caching;

/// <summary>Where the scores of segments are kept.</summary>
internal sealed class CacheOptions
{
    public const string SectionName = "Cache";

    /// <summary>Memory for scores in this process, in MiB; 0 keeps none. Default 256, which is enough for the scores of about 100 million words. 0 to 1,048,576.</summary>
    [Range(0, 1_048_576)]
    public int MemoryMegabytes { get; set; } = 256;
}
