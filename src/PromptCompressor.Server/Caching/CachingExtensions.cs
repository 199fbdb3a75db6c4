using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Caching;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Caching;

internal static class CachingExtensions
{
    /// <summary>The cache in memory.</summary>
    public static IServiceCollection AddSegmentCache(this IServiceCollection services)
    {
        services.AddSettings<CacheOptions>();
        services.TryAddSingleton(provider =>
            new MemorySegmentCache(provider.GetRequiredService<IOptions<CacheOptions>>().Value.MemoryMegabytes * 1024L * 1024));
        services.TryAddSingleton<ISegmentCache>(provider => provider.GetRequiredService<MemorySegmentCache>());
        return services;
    }

    /// <summary>Puts Redis behind the cache in memory, if it is configured.</summary>
    public static IServiceCollection AddRedisCache(this IServiceCollection services, IConfiguration configuration)
    {
        if (!HasRedis(configuration))
        {
            return services;
        }

        services.AddSettings<RedisCacheOptions, RedisConnectionValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new RedisConnection(RedisConnection.Parse(OptionsOf(provider))));
        services.TryAddSingleton(provider => new RedisKeys(OptionsOf(provider).KeyPrefix));
        services.TryAddSingleton<RedisCounters>();
        services.TryAddSingleton<RedisStatus>();
        services.TryAddSingleton<RedisMarks>();
        services.TryAddSingleton<RedisSegmentStore>();
        services.TryAddSingleton<RedisSegmentCache>();
        services.TryAddSingleton(provider => new WriteBehindSegmentCache(provider.GetRequiredService<RedisSegmentCache>(), OptionsOf(provider).WriteQueue));
        services.Replace(ServiceDescriptor.Singleton<ISegmentCache>(provider =>
            new TwoLevelSegmentCache(provider.GetRequiredService<MemorySegmentCache>(), provider.GetRequiredService<WriteBehindSegmentCache>())));
        return services.AddHostedService<RedisHealthMonitor>();
    }

    /// <summary>Whether a Redis is configured.</summary>
    public static bool HasRedis(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration.GetSection(RedisCacheOptions.SectionName)[nameof(RedisCacheOptions.ConnectionString)]);

    private static RedisCacheOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<RedisCacheOptions>>().Value;
}
