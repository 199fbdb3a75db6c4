using Microsoft.AspNetCore.Http.HttpResults;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Shutdown;

namespace PromptCompressor.Server.Health;

internal static class HealthApi
{
    public static IServiceCollection AddModelLoading(this IServiceCollection services) => services
        .AddHostedService<ModelLoading>()
        .AddWireTypes(HealthJsonContext.Wire);

    public static void MapHealthApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").AllowAnonymous().ProducesProblems(StatusCodes.Status500InternalServerError);

        group.MapGet("/live", Live)
            .WithName("Live")
            .WithSummary("Probe whether the process answers")
            .WithDescription("Answers as soon as the service listens. Restart the process if it does not.");

        group.MapGet("/ready", Ready)
            .WithName("Ready")
            .WithSummary("Probe whether the service takes requests")
            .WithDescription("Answers 503 until all models are loaded and each has run once, and again as soon as the service is asked to stop, while it still answers other requests (`Shutdown:DelaySeconds`).")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
    }

    public static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse { Status = "live" });

    public static Ok<HealthResponse> Ready(CompressionEngine engine, Departure departure)
    {
        if (departure.IsAnnounced)
        {
            throw new CompressionException(CompressionErrorKind.NotReady, "The service is stopping.");
        }

        engine.EnsureReady();
        return TypedResults.Ok(new HealthResponse { Status = "ready" });
    }
}
