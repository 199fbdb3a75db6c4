using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Shutdown;

internal static class ShutdownExtensions
{
    /// <summary>The server waits for answers a moment longer than they have, so that what is cut off is counted first.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddShutdown(this IServiceCollection services)
    {
        services.AddSettings<ShutdownOptions>();

        // The host is made before settings are checked: read from the configuration, a wrong one is told together with all that is wrong.
        services.AddOptions<HostOptions>().Configure<IConfiguration>((host, configuration) => host.ShutdownTimeout = LongestOf(configuration) + Margin);
        return services
            .AddSingleton<Departure>()
            .AddSingleton<IHostLifetime, SignalLifetime>()
            .AddHostedService<Drain>();
    }

    private static TimeSpan LongestOf(IConfiguration configuration)
    {
        var options = configuration.GetSection(ShutdownOptions.SectionName).Get<ShutdownOptions>() ?? new ShutdownOptions();
        return TimeSpan.FromSeconds(Math.Clamp(Math.Max(options.StreamSeconds, options.WorkSeconds), 0, 86_400));
    }

    /// <summary>Counts requests, so it stands before all else.</summary>
    public static void UseShutdown(this WebApplication app)
    {
        var departure = app.Services.GetRequiredService<Departure>();
        app.Use(departure.CountAsync);
    }
}
