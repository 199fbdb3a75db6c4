using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Forwarding;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The contract that Headroom set and LiteLLM, 9router and others speak: messages in, messages out.</summary>
internal static class HeadroomApi
{
    private const string Bypass = "x-headroom-bypass";

    public static void MapHeadroomApi(this IEndpointRouteBuilder routes) => routes
        .MapPost("/compat/headroom/v1/compress", Compress)
        .Accepts<HeadroomRequest>("application/json")
        .ProducesProblems(StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status500InternalServerError)
        .WithTags("Compatibility")
        .WithName("HeadroomCompress")
        .WithSummary("Compress messages by Headroom's contract")
        .WithDescription("For gateways that know Headroom: set their base address to /compat/headroom. Results of tools of at least 300 tokens are compressed to "
            + "half, texts of the user only on demand. With `x-headroom-bypass: true` the messages come back as they are. "
            + "What is wrong with a request (400, 413) and why it cannot be compressed (503) is told as Headroom does: `{\"error\": {\"type\": ..., \"message\": ...}}`.");

    public static async Task<Results<Ok<HeadroomResponse>, JsonHttpResult<HeadroomErrorResponse>>> Compress(
        HttpContext context, HeadroomCompression compression, IOptions<LimitsOptions> limits, CancellationToken cancellation)
    {
        if (await RequestBody.ReadAsync(context.Request, limits.Value.BodyBytes) is not { } body)
        {
            return Error(StatusCodes.Status413PayloadTooLarge, "invalid_request", $"The body is larger than {limits.Value.BodyBytes} bytes (Limits:BodyBytes).");
        }

        try
        {
            var isBypassed = string.Equals(context.Request.Headers[Bypass], "true", StringComparison.OrdinalIgnoreCase);
            return TypedResults.Ok(await compression.RunAsync(body, isBypassed, cancellation));
        }
        catch (JsonException e)
        {
            // The parser's own messages may quote the body; those with no position are ours.
            return Error(StatusCodes.Status400BadRequest, "invalid_request", e.LineNumber is null ? e.Message : "The body is not valid JSON, or has a field twice.");
        }
        catch (CompressionException e)
        {
            return Error(StatusCodes.Status503ServiceUnavailable, "compression_error", e.Message);
        }
    }

    private static JsonHttpResult<HeadroomErrorResponse> Error(int status, string type, string message) => TypedResults.Json(
        new HeadroomErrorResponse { Error = new HeadroomError { Type = type, Message = message } }, ServerJsonContext.Wire.HeadroomErrorResponse, statusCode: status);
}
