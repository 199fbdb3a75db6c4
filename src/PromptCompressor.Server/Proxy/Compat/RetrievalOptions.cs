using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Whether the originals of compressed texts can be had back by Headroom's contract. They are kept in the Redis of <c>Cache:Redis</c>, in plain text.</summary>
internal sealed class RetrievalOptions
{
    public const string SectionName = "Proxy:Retrieval";

    /// <summary>Whether originals are kept in Redis (<c>Cache:Redis</c>) as plain text, and compressed texts end with a marker by which they can be requested; default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Seconds for which an original is kept after its text was last compressed, 1 to 2,592,000 (30 days); default 1800, the same as in Headroom.</summary>
    [Range(1, 2_592_000)]
    public int TtlSeconds { get; set; } = 1800;

    /// <summary>Milliseconds within which Redis must have stored or found originals, 1 to 60,000; default 250. A text whose original is not stored is not compressed.</summary>
    [Range(1, 60_000)]
    public int TimeoutMilliseconds { get; set; } = 250;

    public static bool IsOn(IConfiguration configuration) => configuration.GetSection(SectionName).Get<RetrievalOptions>()?.Enabled == true;
}

/// <summary>Originals need a place that all replicas reach.</summary>
internal sealed class RetrievalOptionsValidator(IConfiguration configuration) : IValidateOptions<RetrievalOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrievalOptions options) =>
        options.Enabled && string.IsNullOrWhiteSpace(configuration.GetSection(RedisCacheOptions.SectionName)[nameof(RedisCacheOptions.ConnectionString)])
            ? ValidateOptionsResult.Fail("Proxy:Retrieval:Enabled needs a Redis to keep originals in: set Cache:Redis:ConnectionString.")
            : ValidateOptionsResult.Success;
}
