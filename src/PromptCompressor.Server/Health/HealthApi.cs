using Microsoft.AspNetCore.Http.HttpResults;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;

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
            .WithDescription("Answers 503 until all models are loaded and each has run once, and again when the service is stopping.")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);
    }

    public static Ok<HealthResponse> Live() => TypedResults.Ok(new HealthResponse { Status = "live" });

    public static Ok<HealthResponse> Ready(CompressionEngine engine)
    {
        engine.EnsureReady();
        return TypedResults.Ok(new HealthResponse { Status = "ready" });
    }
}
