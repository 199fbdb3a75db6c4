using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>The real service in front of a fake upstream.</summary>
internal sealed class SidecarHost : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private readonly WebApplication _app;

    private SidecarHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public Uri Address => new(_app.Urls.First());

    public HttpClient Client { get; }

    public static Task<SidecarHost> StartAsync(string upstream, params string[] settings) => StartAsync(upstream, null, settings);

    /// <param name="rewriting">In place of the service's own, with its vocabularies and its cache at hand.</param>
    public static async Task<SidecarHost> StartAsync(string upstream, Func<IServiceProvider, IRewriteServices>? rewriting, params string[] settings)
    {
        string[] usual = ["--Proxy:Upstream", upstream, "--Logging:LogLevel:Default", "None"];
        var app = Server.Program.BuildApp(
            [.. settings.Contains("--Kestrel:Endpoints:Main:Url") ? [] : new[] { "--urls", "http://127.0.0.1:0" }, .. usual, .. settings],
            services =>
            {
                if (rewriting is not null)
                {
                    services.AddSingleton<IRewriteServices>(rewriting);
                }
            });
        await app.StartAsync();
        return new SidecarHost(app);
    }

    public async Task<SidecarHost> UntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(StartTime);
        while ((await Client.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, patience.Token);
        }

        return this;
    }

    /// <summary>Waits until Redis, which it must be told of, has answered.</summary>
    public async Task UntilRedisAsync()
    {
        using var patience = new CancellationTokenSource(StartTime);
        while (_app.Services.GetRequiredService<RedisState>().Reads != true)
        {
            await Task.Delay(50, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
