using Microsoft.Extensions.Options;

namespace PromptCompressor.Server.Shutdown;

internal static class ShutdownExtensions
{
    /// <summary>The server waits for answers a moment longer than they have, so that what is cut off is counted first.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddShutdown(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ShutdownOptions, ShutdownOptionsValidator>()
            .BindConfiguration(ShutdownOptions.SectionName);
        services.AddOptions<HostOptions>().Configure<IOptions<ShutdownOptions>>((host, shutdown) =>
            host.ShutdownTimeout = TimeSpan.FromSeconds(Math.Max(shutdown.Value.StreamSeconds, shutdown.Value.WorkSeconds)) + Margin);
        return services
            .AddSingleton<Departure>()
            .AddSingleton<IHostLifetime, SignalLifetime>()
            .AddHostedService<Drain>();
    }

    /// <summary>Counts requests, so it stands before all else.</summary>
    public static void UseShutdown(this WebApplication app)
    {
        var departure = app.Services.GetRequiredService<Departure>();
        app.Use(departure.CountAsync);
    }
}
