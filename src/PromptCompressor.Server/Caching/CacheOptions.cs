using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Caching;

/// <summary>Where the scores of segments are kept.</summary>
internal sealed class CacheOptions
{
    public const string SectionName = "Cache";

    /// <summary>
    /// Memory in this process, in MiB, for scores and for what became of the texts of chats, which come again with every turn; 0 keeps none. Default 256, which is enough for the scores of
    /// about 100 million words. 0 to 1,048,576.
    /// </summary>
    [Range(0, 1_048_576)]
    public int MemoryMegabytes { get; set; } = 256;
}
