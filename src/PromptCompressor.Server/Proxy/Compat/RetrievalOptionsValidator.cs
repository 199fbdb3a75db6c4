using Microsoft.Extensions.Options;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>Originals need a place that all replicas reach.</summary>
internal sealed class RetrievalOptionsValidator(IConfiguration configuration) : IValidateOptions<RetrievalOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrievalOptions options) =>
        options.Enabled && string.IsNullOrWhiteSpace(configuration.GetSection(RedisCacheOptions.SectionName)[nameof(RedisCacheOptions.ConnectionString)])
            ? ValidateOptionsResult.Fail("Proxy:Retrieval:Enabled needs a Redis to keep originals in: set Cache:Redis:ConnectionString.")
            : ValidateOptionsResult.Success;
}
