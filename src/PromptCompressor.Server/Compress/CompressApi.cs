using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Streaming;

namespace PromptCompressor.Server.Compress;

internal static class CompressApi
{
    /// <summary>How requests for compression may fail.</summary>
    public static readonly int[] Problems =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status413PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType,
        StatusCodes.Status422UnprocessableEntity,
        StatusCodes.Status429TooManyRequests,
        StatusCodes.Status500InternalServerError,
        StatusCodes.Status503ServiceUnavailable,
    ];

    private const string Json = "application/json";

    public static IServiceCollection AddCompress(this IServiceCollection services)
    {
        services.AddSettings<ContentKindsOptions>();
        services.TryAddSingleton<CompressPlanner>();
        services.TryAddSingleton<CompressService>();
        services.TryAddSingleton<BatchService>();
        services.TryAddSingleton<ProgressStream>();
        return services.AddWireTypes(CompressJsonContext.Wire);
    }

    public static void MapCompressApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/compress").WithTags("Compression").ProducesProblems(Problems);

        group.MapPost("", Compress)
            .Accepts<CompressRequest>(Json)
            .WithName("Compress")
            .WithSummary("Compress text or chat messages")
            .WithDescription("Keeps the words of prose that carry the meaning, up to a share or a number of tokens of the LLM that will read them; logs, JSON, tables, diffs, code and "
                + "other structure shrink without loss first, then by whole records, with marks where some were left out. Kept words and records stay in order and as they are. "
                + "The same request always gives the same output.");

        group.MapPost("/stream", CompressStream)
            .Accepts<CompressRequest>(Json)
            .Produces<StreamLine<CompressResponse>>(StatusCodes.Status200OK, Ndjson.MediaType)
            .WithName("CompressStream")
            .WithSummary("Compress, with progress while the work runs")
            .WithDescription("For long texts that somebody waits for. The answer is lines of JSON: `{\"progress\": ...}` as segments are scored, none if all of them are "
                + "cached, then `{\"result\": ...}` with what `/v1/compress` answers. A request that fails before the first line has the status of its problem; "
                + "one that fails later ends with `{\"error\": ...}`. An answer without either of these lines was cut off.");

        group.MapPost("/batch", CompressBatch)
            .Accepts<BatchRequest>(Json)
            .WithName("CompressBatch")
            .WithSummary("Compress many requests at once")
            .WithDescription("Each item is a request of its own with a status of its own: one that is wrong fails alone.");
    }

    public static async Task<Ok<CompressResponse>> Compress(JsonBody body, CompressService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.CompressAsync(body.Root, new CompressScope(), cancellation));

    public static Task CompressStream(JsonBody body, CompressService service, ProgressStream stream, HttpResponse response, CancellationToken cancellation) =>
        stream.RunAsync(
            response, progress => service.CompressAsync(body.Root, new CompressScope { Progress = progress }, cancellation), CompressJsonContext.Wire.StreamLineCompressResponse, cancellation);

    public static async Task<Ok<BatchResponse>> CompressBatch(JsonBody body, BatchService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.CompressAsync(body.Root, cancellation));
}
