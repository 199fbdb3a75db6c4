using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>The real service in front of a fake upstream.</summary>
internal sealed class SidecarHost : IAsyncDisposable
{
    private readonly ServiceHost _host;

    private SidecarHost(ServiceHost host) => _host = host;

    public Uri Address => _host.Address;

    public HttpClient Client => _host.Client;

    public static Task<SidecarHost> StartAsync(string upstream, params string[] settings) => StartAsync(upstream, replace: null, settings);

    /// <param name="rewriting">In place of the service's own, with its vocabularies and its cache at hand.</param>
    public static Task<SidecarHost> StartAsync(string upstream, Func<IServiceProvider, IRewriteServices> rewriting, params string[] settings) =>
        StartAsync(upstream, services => services.AddSingleton(rewriting), settings);

    /// <inheritdoc cref="ServiceHost.StartAsync(string[], Action{IServiceCollection})"/>
    public static async Task<SidecarHost> StartAsync(string upstream, Action<IServiceCollection>? replace, params string[] settings) =>
        new(await ServiceHost.StartAsync(["--Proxy:Upstream", upstream, "--Security:AllowedHosts:0", "*", .. settings], replace));

    /// <inheritdoc cref="ServiceHost.Get{T}"/>
    public T Get<T>(object? key = null)
        where T : notnull => _host.Get<T>(key);

    public async Task<SidecarHost> UntilReadyAsync()
    {
        await _host.UntilReadyAsync();
        return this;
    }

    /// <summary>Waits until Redis, which it must be told of, has answered.</summary>
    public Task UntilRedisAsync() => Eventually.TrueAsync(() => _host.Get<RedisStatus>().Reads == true);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
