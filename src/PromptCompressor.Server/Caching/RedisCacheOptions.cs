using System.ComponentModel.DataAnnotations;

namespace PromptCompressor.Server.Caching;

/// <summary>The second cache level, that replicas share. Without a connection string there is none.</summary>
internal sealed class RedisCacheOptions
{
    public const string SectionName = "Cache:Redis";

    /// <summary>
    /// <c>redis://user:password@host:6379/0</c>, or <c>rediss://</c> for TLS, with <c>%</c> escapes in the password; or servers and settings in StackExchange.Redis' form,
    /// such as <c>host:6379,user=…,password=…,ssl=true</c>: several hosts for a Cluster, the sentinels with <c>serviceName=…</c> for Sentinel. Give it in an environment variable
    /// (<c>Cache__Redis__ConnectionString</c>): it is never logged, but arguments show in process lists. Default: none.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>PEM file of a private authority that signs the server's certificate. Default none: the system's authorities are trusted.</summary>
    public string? CaCertificatePath { get; set; }

    /// <summary>Text that every key begins with; default <c>promptcompressor:</c>. At most 64 letters, digits and <c>: . _ -</c>.</summary>
    [RegularExpression("^[A-Za-z0-9:._-]{0,64}$")]
    public string KeyPrefix { get; set; } = "promptcompressor:";

    /// <summary>
    /// Name that separates services which must not share entries; default <c>default</c>. 1 to 64 letters, digits and <c>. _ -</c>. Requests with an API key
    /// use the key's namespace instead.
    /// </summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9._-]{1,64}$")]
    public string Namespace { get; set; } = "default";

    /// <summary>Seconds until an entry expires, 1 to 31,536,000 (a year); default 604,800 (a week).</summary>
    [Range(1, 31_536_000)]
    public int TtlSeconds { get; set; } = 604_800;

    /// <summary>Whether the time to live starts again when an entry is read; default false.</summary>
    public bool SlidingTtl { get; set; }

    /// <summary>Largest value in bytes, 64 to 16,777,216: larger values are neither stored nor read. Default 65,536; scores take one byte for each word.</summary>
    [Range(64, 16_777_216)]
    public int MaxValueBytes { get; set; } = 65_536;

    /// <summary>Milliseconds that a request waits at most for all its entries, 1 to 10,000; default 50.</summary>
    [Range(1, 10_000)]
    public int GetTimeoutMilliseconds { get; set; } = 50;

    /// <summary>Milliseconds that storing up to 500 entries may take, 1 to 60,000; default 1000. No request waits for it.</summary>
    [Range(1, 60_000)]
    public int SetTimeoutMilliseconds { get; set; } = 1000;

    /// <summary>Largest number of entries that wait to be stored, 1 to 10,000,000; default 20,000. Beyond it the oldest are dropped.</summary>
    [Range(1, 10_000_000)]
    public int WriteQueue { get; set; } = 20_000;

    /// <summary>Milliseconds between two checks of whether Redis answers, 100 to 600,000; default 1000.</summary>
    [Range(100, 600_000)]
    public int CheckMilliseconds { get; set; } = 1000;

    /// <summary>Milliseconds for which a stopping service goes on storing what is queued, 0 to 60,000; default 2000.</summary>
    [Range(0, 60_000)]
    public int DrainMilliseconds { get; set; } = 2000;
}
