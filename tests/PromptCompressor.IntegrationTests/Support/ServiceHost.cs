using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Server.Health;
using PromptCompressor.TestSupport;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>
/// The real service in this process: real Kestrel on a free port, its own queue, cache and meters, and the real models. These and
/// the vocabularies are read once for all hosts.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    /// <summary>OpenTelemetry makes room for all points of a metric at once. With its default, 2,000, a host takes 9 MB, which the runtime's own meters hold after it has stopped.</summary>
    private const int PointsOfAMetric = 500;

    private WebApplication? _app;

    private ServiceHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
    }

    public static ITokenCounters Counters { get; } = new TokenCounters();

    public Uri Address => new(_app!.Urls.First());

    public HttpClient Client { get; }

    /// <inheritdoc cref="StartAsync(string[], Action{IServiceCollection})"/>
    public static Task<ServiceHost> StartAsync(params string[] settings) => StartAsync(settings, replace: null);

    /// <summary>Starts it, quiet and with a long queue unless told otherwise, so that no test depends on the speed of a machine, and waits until it listens. Its models are still loading then.</summary>
    /// <param name="settings">Such as <c>--Engine:Workers 1</c>.</param>
    /// <param name="replace">Puts other parts in place of the service's own.</param>
    public static async Task<ServiceHost> StartAsync(string[] settings, Action<IServiceCollection>? replace)
    {
        string[] address = settings.Contains("--Kestrel:Endpoints:Main:Url") ? [] : ["--urls", "http://127.0.0.1:0"];
        var app = Server.Program.BuildApp([.. address, "--Logging:LogLevel:Default", "None", "--Engine:QueueSeconds", "600", .. settings], services =>
        {
            // The event source for logs, one for the process, would keep each host for good.
            services.RemoveAll<IOptionsChangeTokenSource<LoggerFilterOptions>>();
            services.AddSingleton(Engines.Store);
            services.AddSingleton(Counters);
            services.ConfigureOpenTelemetryMeterProvider((provider, metrics) => metrics.AddView(instrument =>
                IsOf(provider, instrument) ? new MetricStreamConfiguration { CardinalityLimit = PointsOfAMetric } : MetricStreamConfiguration.Drop));
            replace?.Invoke(services);
        });
        try
        {
            await app.StartAsync();
            return new ServiceHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <see cref="StartAsync(string[])"/>, but waits until it is ready.</summary>
    public static async Task<ServiceHost> StartReadyAsync(params string[] settings) => await (await StartAsync(settings)).UntilReadyAsync();

    /// <summary>A part of the service.</summary>
    public T Get<T>(object? key = null)
        where T : notnull => _app!.Services.GetRequiredKeyedService<T>(key);

    public async Task<ServiceHost> UntilReadyAsync()
    {
        await Eventually.ReadyAsync(Client);

        // The service is ready before the request that it sends to itself has ended. That request takes room in the queue, and its segments count as misses.
        await Get<IEnumerable<IHostedService>>().OfType<ModelLoading>().Single().ExecuteTask!;
        return this;
    }

    /// <summary>What an orchestrator asks for.</summary>
    public Task StopAsync() => _app!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is { } app)
        {
            // Fixtures that are done with are kept by the context of tests.
            _app = null;
            await app.DisposeAsync();
        }
    }

    /// <summary>OpenTelemetry listens to every meter of the process that has the right name; those of other hosts are not this one's.</summary>
    private static bool IsOf(IServiceProvider host, Instrument instrument) =>
        instrument.Meter.Scope is not IMeterFactory factory || factory == host.GetRequiredService<IMeterFactory>();
}
