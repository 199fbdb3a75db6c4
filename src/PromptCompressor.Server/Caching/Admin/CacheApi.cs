using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Caching.Admin;

internal static class CacheApi
{
    public static IServiceCollection AddCacheApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<CacheAdmin>();
        services.TryAddSingleton<CacheWarmer>();
        if (CachingExtensions.HasRedis(configuration))
        {
            services.TryAddSingleton<RedisAdmin>();
        }

        return services.AddWireTypes(CacheJsonContext.Wire);
    }

    public static void MapCacheApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/cache").WithTags("Cache").ProducesProblems(StatusCodes.Status500InternalServerError);

        group.MapGet("", State)
            .WithName("Cache")
            .WithSummary("Show what the cache holds and saves")
            .WithDescription("Counts since this process began, over all namespaces; other replicas have their own.");

        group.MapDelete("", Clear)
            .WithName("ClearCache")
            .WithSummary("Remove the caller's cached scores and texts")
            .WithDescription("Removes what the caller's namespace has in this process's memory, the compressed texts of chats included, and, where there is one, in Redis; without keys there is one namespace for all. "
                + "Other replicas keep what they have in memory. "
                + "503 if Redis does not answer: then only the memory is cleared.")
            .ProducesProblems(StatusCodes.Status503ServiceUnavailable);

        group.MapPost("/warm", Warm)
            .Accepts<string>(Ndjson.MediaType)
            .Produces<WarmResult>(StatusCodes.Status200OK, Ndjson.MediaType)
            .WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithName("WarmCache")
            .WithSummary("Score texts in advance")
            .WithDescription("Each line of the body is a JSON string, or an object as `/v1/compress` takes it, of which only `context`, `messages`, `model` and "
                + "what is protected matter. The answer has a line for each line, as soon as it is done and therefore in any order; a wrong line fails alone. "
                + "The body may have any length, a line has at most `Limits:BodyBytes`. Read the answer while you send: the service stops reading from a client that does not read.")
            .ProducesProblems(
                StatusCodes.Status415UnsupportedMediaType,
                StatusCodes.Status422UnprocessableEntity,
                StatusCodes.Status503ServiceUnavailable);
    }

    public static Ok<CacheResponse> State(CacheAdmin admin) => TypedResults.Ok(admin.Describe());

    public static async Task<Ok<ClearCacheResponse>> Clear(CacheAdmin admin, CancellationToken cancellation) =>
        TypedResults.Ok(await admin.ClearAsync(cancellation));

    /// <param name="context">The request and its answer, which run at the same time.</param>
    /// <param name="warmer">Does the work.</param>
    /// <param name="model">The compressing model for lines that name none; default: <c>default_model</c> of <c>/v1/info</c>.</param>
    public static async Task Warm(HttpContext context, CacheWarmer warmer, string? model = null)
    {
        Ndjson.CheckContentType(context.Request);
        warmer.CheckModel(model);

        // While a line is scored nothing may come in; that is no slow client.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        context.Response.ContentType = Ndjson.MediaType;
        await context.Response.StartAsync(context.RequestAborted);
        await warmer.RunAsync(context.Request.Body, model, context.Response.Body, context.RequestAborted);
    }
}
