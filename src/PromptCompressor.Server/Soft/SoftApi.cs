using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Soft;

internal static class SoftApi
{
    public const string ShapeHeader = "X-Embeds-Shape";
    public const string DtypeHeader = "X-Embeds-Dtype";
    public const string GeneratorHeader = "X-Embeds-Generator";
    public const string CacheHeader = "X-Embeds-Cache";

    private const string Json = "application/json";

    public static IServiceCollection AddSoft(this IServiceCollection services)
    {
        services.TryAddSingleton<SoftService>();
        services.TryAddSingleton<SoftPromptService>();
        return services.AddWireTypes(SoftJsonContext.Wire);
    }

    public static void MapSoftApi(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/soft").WithTags("Soft compression").ProducesProblems(
            StatusCodes.Status400BadRequest,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);

        group.MapPost("/compress", Compress)
            .Accepts<SoftCompressRequest>(Json)
            .Produces<SoftCompressResponse>()
            .ProducesProblems(StatusCodes.Status406NotAcceptable)
            .WithName("SoftCompress")
            .WithSummary("Turn text into embeddings for a self-hosted LLM")
            .WithDescription("Each segment of up to 20 tokens becomes half as many rows of the generator's input space, whatever stands around it, and is cached. "
                + $"With an `Accept` header of `application/x-torch`, `application/octet-stream`, `application/x-npy` or `application/x-safetensors` the answer is the payload alone, "
                + $"with `{ShapeHeader}` (rows,columns), `{DtypeHeader}`, `{GeneratorHeader}` and `{CacheHeader}` (hits,misses) as headers. Only the generator that the model was made for can read the rows.");

        group.MapPost("/prompt", Prompt)
            .Accepts<SoftPromptRequest>(Json)
            .WithName("SoftPrompt")
            .WithSummary("Build a request for vLLM with its context as embeddings")
            .WithDescription("Builds the body for `/v1/chat/completions` or `/v1/completions` of a vLLM that runs with `--enable-prompt-embeds`. Nothing is sent from here.");
    }

    public static async Task<IResult> Compress(HttpContext http, JsonBody body, SoftService service, CancellationToken cancellation)
    {
        var (rows, payload, request) = await service.CompressAsync(body.Root, [.. http.Request.GetTypedHeaders().Accept], cancellation);
        var matrix = rows.Embeddings.Matrix.As(payload.Type);
        var file = payload.Format.Write(matrix);
        var dtype = EmbeddingTypes.NameOf(payload.Type);
        if (payload.IsBare)
        {
            http.Response.Headers[ShapeHeader] = string.Create(CultureInfo.InvariantCulture, $"{matrix.Rows},{matrix.Columns}");
            http.Response.Headers[DtypeHeader] = dtype;
            http.Response.Headers[GeneratorHeader] = rows.Model.Generator;
            http.Response.Headers[CacheHeader] = string.Create(CultureInfo.InvariantCulture, $"{rows.Cache.Hits},{rows.Cache.Misses}");
            return TypedResults.Bytes(file, payload.Format.MediaType);
        }

        var isJson = payload.Format == PayloadFormat.Json;
        var returnData = request.ReturnData ?? true;
        return TypedResults.Ok(new SoftCompressResponse
        {
            Rows = matrix.Rows,
            HiddenSize = matrix.Columns,
            Dtype = dtype,
            Format = payload.Format.Name,
            PayloadBytes = file.Length,
            Data = isJson || !returnData ? null : file.ToArray(),
            InputEmbeds = isJson && returnData ? new RawJson(file) : null,
            OriginTokens = rows.OriginTokens,
            Segments = request.ReturnSegments ?? true ? rows.Map() : null,
            Model = rows.ModelUsed,
            Cache = rows.Cache,
            TimingsMs = rows.Timings,
        });
    }

    public static async Task<Ok<SoftPromptResponse>> Prompt(JsonBody body, SoftPromptService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.BuildAsync(body.Root, cancellation));
}
