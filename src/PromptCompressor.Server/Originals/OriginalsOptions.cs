using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Originals;

/// <summary>Whether the originals of compressed texts are kept, so that marks carry a hash by which they can be had back.</summary>
internal sealed class OriginalsOptions
{
    public const string SectionName = "Originals";

    /// <summary>
    /// Whether originals are kept as plain text, in Redis (<c>Cache:Redis</c>) where there is one and else in this process, and marks carry the hash by which they can be retrieved;
    /// default false.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>Seconds for which an original is kept after its text was last compressed, 1 to 2,592,000 (30 days); default 86,400 (a day).</summary>
    [Range(1, 2_592_000)]
    public int TtlSeconds { get; set; } = 86_400;

    /// <summary>Memory for originals in this process, in MiB, where there is no Redis; those used least recently are removed first. Default 64. 1 to 1,048,576.</summary>
    [Range(1, 1_048_576)]
    public int MemoryMegabytes { get; set; } = 64;

    /// <summary>Milliseconds within which Redis must have stored or found originals, 1 to 60,000; default 250. A mark carries no hash of an original that is not stored.</summary>
    [Range(1, 60_000)]
    public int TimeoutMilliseconds { get; set; } = 250;

    public static bool IsOn(IConfiguration configuration) => configuration.GetSection(SectionName).Get<OriginalsOptions>()?.Enabled == true;
}
