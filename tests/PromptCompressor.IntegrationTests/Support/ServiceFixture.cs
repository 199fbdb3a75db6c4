using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PromptCompressor.Core.Caching;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>The real service: real Kestrel on a free port, real model, default settings. One for all tests.</summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(2);

    private WebApplication? _app;
    private HttpClient? _client;

    public HttpClient Client => _client!;

    public MemorySegmentCache Cache => (MemorySegmentCache)_app!.Services.GetRequiredService<ISegmentCache>();

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _app = Server.Program.BuildApp(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"]);
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = TimeSpan.FromMinutes(5) };

        using var patience = new CancellationTokenSource(StartTime);
        while ((await _client.GetAsync("/health/ready", patience.Token)).StatusCode != HttpStatusCode.OK)
        {
            await Task.Delay(100, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
