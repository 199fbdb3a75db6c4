using Xunit.Sdk;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>Something on loopback that speaks Redis' protocol.</summary>
internal interface IRedisBackend : IAsyncDisposable
{
    string ConnectionString { get; }

    /// <param name="name"><c>garnet</c>, in this process, or <c>redis</c>, a process of its own.</param>
    /// <exception cref="SkipException">There is no redis-server on this machine.</exception>
    static async Task<IRedisBackend> StartAsync(string name) => name == "garnet" ? new GarnetBackend() : await RedisBackend.StartAsync();
}
