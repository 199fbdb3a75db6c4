using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PromptCompressor.Core.Caching;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.UnitTests.Server.Caching;

public sealed class CachingExtensionsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void AddRedisCache_NoConnectionString_AddsNothing(string? connectionString)
    {
        using var provider = CreateProvider(connectionString);

        Assert.Same(provider.GetRequiredService<MemorySegmentCache>(), provider.GetRequiredService<ISegmentCache>());
        Assert.Null(provider.GetService<RedisConnection>());
        Assert.Empty(provider.GetServices<IHostedService>());
    }

    [Fact]
    public async Task AddRedisCache_ConnectionString_PutsItBehindMemory()
    {
        await using var provider = CreateProvider("localhost");

        Assert.IsType<TwoLevelSegmentCache>(provider.GetRequiredService<ISegmentCache>());
        Assert.IsType<RedisHealthMonitor>(Assert.Single(provider.GetServices<IHostedService>()));
    }

    private static ServiceProvider CreateProvider(string? connectionString)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Cache:Redis:ConnectionString", connectionString)]).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddSegmentCache()
            .AddRedisCache(configuration)
            .BuildServiceProvider();
    }
}
