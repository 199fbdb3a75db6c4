using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.Server.Caching;

internal static class CachingExtensions
{
    public static IServiceCollection AddSegmentCache(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<CacheOptions>()
            .BindConfiguration(CacheOptions.SectionName)
            .ValidateDataAnnotations();
        services.TryAddSingleton<ISegmentCache>(provider =>
            new MemorySegmentCache(provider.GetRequiredService<IOptions<CacheOptions>>().Value.MemoryMegabytes * 1024L * 1024));
        return services;
    }
}
