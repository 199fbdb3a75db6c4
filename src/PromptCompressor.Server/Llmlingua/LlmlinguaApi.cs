using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Json;

namespace PromptCompressor.Server.Llmlingua;

internal static class LlmlinguaApi
{
    public static IServiceCollection AddLlmlingua(this IServiceCollection services)
    {
        services.TryAddSingleton<LlmlinguaService>();
        return services.AddWireTypes(LlmlinguaJsonContext.Wire);
    }

    public static void MapLlmlinguaApi(this IEndpointRouteBuilder routes) => routes
        .MapPost("/v1/llmlingua/compress_prompt", CompressPrompt)
        .Accepts<CompressPromptRequest>("application/json")
        .WithTags("LLMLingua")
        .WithName("CompressPrompt")
        .WithSummary("Compress as LLMLingua-2's Python library does")
        .WithDescription("Answers like `PromptCompressor(..., use_llmlingua2=True).compress_prompt(...)` of microsoft/LLMLingua 0.2.2, with the same "
            + "parameters, defaults and fields and, for the same model, the same text, its faults included. For comparison and migration. "
            + "`/v1/compress` does better: its output is made of slices of the input and keeps to its budget.")
        .ProducesProblems(
            StatusCodes.Status400BadRequest,
            StatusCodes.Status413PayloadTooLarge,
            StatusCodes.Status415UnsupportedMediaType,
            StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status429TooManyRequests,
            StatusCodes.Status500InternalServerError,
            StatusCodes.Status503ServiceUnavailable);

    public static async Task<Ok<CompressPromptResponse>> CompressPrompt(JsonBody body, LlmlinguaService service, CancellationToken cancellation) =>
        TypedResults.Ok(await service.CompressAsync(body.Root, cancellation));
}
