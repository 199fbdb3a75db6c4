using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Server.Hosting;

namespace PromptCompressor.Server.Errors;

internal static class ErrorsExtensions
{
    public static IServiceCollection AddErrors(this IServiceCollection services)
    {
        services.AddWireTypes(ErrorsJsonContext.Wire);
        services.TryAddSingleton<ProblemMapper>();
        return services.AddExceptionHandler<ProblemExceptionHandler>();
    }

    /// <summary>Every answer without success carries a problem, those of the framework too.</summary>
    public static void UseErrors(this WebApplication app)
    {
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(page => ProblemWriter.WriteAsync(page.HttpContext, ProblemMapper.Of(page.HttpContext)));
    }

    /// <summary>Documents the problems that an endpoint answers with.</summary>
    public static TBuilder ProducesProblems<TBuilder>(this TBuilder builder, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            foreach (var status in statuses)
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.MediaType]));
            }
        });
        return builder;
    }
}
