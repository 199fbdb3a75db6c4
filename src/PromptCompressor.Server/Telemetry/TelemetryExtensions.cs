using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PromptCompressor.Core.Telemetry;

namespace PromptCompressor.Server.Telemetry;

/// <summary>
/// Metrics for Prometheus at <see cref="MetricsPath"/>; with OTEL_EXPORTER_OTLP_ENDPOINT set, metrics, traces and logs go there too.
/// All of OpenTelemetry's standard variables hold.
/// </summary>
internal static class TelemetryExtensions
{
    public const string MetricsPath = "/metrics";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<StateInstruments>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("promptcompressor", serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(TelemetryNames.Source)
                .AddAspNetCoreInstrumentation()
                .AddRuntimeInstrumentation()
                .AddPrometheusExporter(exporter => exporter.ScopeInfoEnabled = false));
        if (string.IsNullOrEmpty(configuration[OtlpEndpoint]))
        {
            return services;
        }

        telemetry
            .WithMetrics(metrics => metrics.AddOtlpExporter())
            .WithTracing(traces => traces
                .AddSource(TelemetryNames.Source)
                .AddAspNetCoreInstrumentation(options => options.Filter = IsWorthATrace)
                .AddOtlpExporter())
            .WithLogging(logs => logs.AddOtlpExporter());
        return services;
    }

    public static void MapTelemetry(this WebApplication app)
    {
        // Observed instruments exist once somebody has made them.
        app.Services.GetRequiredService<StateInstruments>();
        app.MapPrometheusScrapingEndpoint(MetricsPath).AllowAnonymous();
    }

    /// <summary>Probes and scrapes would be most of the traces.</summary>
    private static bool IsWorthATrace(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/health", StringComparison.OrdinalIgnoreCase) && !context.Request.Path.StartsWithSegments(MetricsPath, StringComparison.OrdinalIgnoreCase);
}
