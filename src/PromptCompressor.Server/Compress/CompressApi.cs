using Microsoft.AspNetCore.Http.HttpResults;
using PromptCompressor.Server.Compress.Reading;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Reference;

namespace PromptCompressor.Server.Compress;

internal static class CompressApi
{
    private const string Json = "application/json";

    public static IServiceCollection AddCompress(this IServiceCollection services) => services
        .AddSingleton<CompressPlanner>()
        .AddSingleton<ReferenceMode>()
        .AddSingleton<CompressService>()
        .AddSingleton<BatchService>();

    public static void MapCompressApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/compress").WithTags("Compression").ProducesProblems(
            StatusCodes.Status400BadRequest,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);

        group.MapPost("", Compress)
            .Accepts<CompressRequest>(Json)
            .WithName("Compress")
            .WithSummary("Compress text or chat messages")
            .WithDescription("Keeps the words that carry the meaning, up to a share or a number of tokens of the LLM that will read them. "
                + "The output is made of pieces of the input, in order. The same request always gives the same output.");

        group.MapPost("/batch", CompressBatch)
            .Accepts<BatchRequest>(Json)
            .WithName("CompressBatch")
            .WithSummary("Compress many requests at once")
            .WithDescription("Each item is a request of its own with a status of its own: one that is wrong fails alone.");
    }

    public static async Task<Ok<CompressResponse>> Compress(JsonBody body, CompressService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.CompressAsync(body.Root, cancellation));

    public static async Task<Ok<BatchResponse>> CompressBatch(JsonBody body, BatchService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.CompressAsync(body.Root, cancellation));
}
