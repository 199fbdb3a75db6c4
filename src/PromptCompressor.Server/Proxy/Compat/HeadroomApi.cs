using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Errors;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Json;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy.Compat;

/// <summary>The contract that Headroom set and LiteLLM, 9router and others speak: messages in, messages out.</summary>
internal static class HeadroomApi
{
    private const string Bypass = "x-headroom-bypass";

    public static void MapHeadroomApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/compat/headroom/v1/compress", Compress)
            .Accepts<HeadroomRequest>("application/json")
            .Produces<HeadroomErrorResponse>(StatusCodes.Status400BadRequest)
            .Produces<HeadroomErrorResponse>(StatusCodes.Status413PayloadTooLarge)
            .Produces<HeadroomErrorResponse>(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblems(StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status500InternalServerError)
            .WithTags("Compatibility")
            .WithName("HeadroomCompress")
            .WithSummary("Compress messages by Headroom's contract")
            .WithDescription("For gateways that know Headroom: set their base address to /compat/headroom. Results of tools of at least 300 tokens are compressed to "
                + "half, texts of the user only on demand. With `x-headroom-bypass: true` the messages are returned unchanged. "
                + "Errors for wrong requests (400, 413) and for requests that cannot be compressed now (503, with `Retry-After`) have Headroom's form: `{\"error\": {\"type\": ..., \"message\": ...}}`.");

        routes.MapGet("/compat/headroom/v1/retrieve/{hash}", Retrieve)
            .Produces<RetrieveErrorResponse>(StatusCodes.Status404NotFound)
            .Produces<RetrieveErrorResponse>(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblems(StatusCodes.Status500InternalServerError)
            .WithTags("Compatibility")
            .WithName("HeadroomRetrieve")
            .WithSummary("Get the original of a compressed text by Headroom's contract")
            .WithDescription("The hash stands in the marker of a text that `/compat/headroom/v1/compress` has compressed. Originals are only kept, and markers only written, "
                + "with `Originals:Enabled`, for `Originals:TtlSeconds`, and for the caller's namespace alone. "
                + "Errors for a missing original (404) and for a Redis that does not answer (503) have Headroom's form: `{\"detail\": ...}`.");

        // The same with the hash in a body: not in the OpenAPI document, since the route above says all of it.
        routes.MapPost("/compat/headroom/v1/retrieve", RetrievePosted).ExcludeFromDescription();
    }

    /// <param name="body">An object with the hash.</param>
    /// <inheritdoc cref="Retrieve"/>
    public static Task<Results<Ok<RetrieveResponse>, JsonHttpResult<RetrieveErrorResponse>>> RetrievePosted(
        HttpContext context, JsonBody body, CurrentTenant tenant, IOptions<OriginalsOptions> options, [FromServices] IOriginalStore? store, CancellationToken cancellation) =>
        Retrieve(context, body.Root.ValueKind == JsonValueKind.Object ? ConversationReader.Text(body.Root, "hash") ?? "" : "", tenant, options, store, cancellation);

    public static async Task<Results<Ok<HeadroomResponse>, JsonHttpResult<HeadroomErrorResponse>>> Compress(
        HttpContext context, HeadroomCompression compression, LargeWork large, ProblemMapper problems, IOptions<LimitsOptions> limits, CancellationToken cancellation)
    {
        if (await RequestBody.ReadAsync(context.Request, limits.Value.BodyBytes) is not { } body)
        {
            return Error(StatusCodes.Status413PayloadTooLarge, "invalid_request", $"The body is larger than {limits.Value.BodyBytes} bytes (Limits:BodyBytes).");
        }

        try
        {
            var isBypassed = string.Equals(context.Request.Headers[Bypass], "true", StringComparison.OrdinalIgnoreCase);
            return TypedResults.Ok(await large.RunAsync(body.Length, () => compression.RunAsync(body, isBypassed, cancellation), cancellation));
        }
        catch (JsonException e)
        {
            // The parser's own messages may quote the body; those with no position are ours.
            return Error(StatusCodes.Status400BadRequest, "invalid_request", e.LineNumber is null ? e.Message : "The body is not valid JSON, or has a field twice.");
        }
        catch (CompressionException e) when (e.Kind == CompressionErrorKind.TooLarge)
        {
            return Error(StatusCodes.Status413PayloadTooLarge, "invalid_request", e.Message);
        }
        catch (CompressionException e)
        {
            ProblemWriter.WriteRetryAfter(context.Response, problems.Of(e));
            return Error(StatusCodes.Status503ServiceUnavailable, "compression_error", e.Message);
        }
    }

    /// <param name="context">Its response is marked <c>no-store</c>, since it holds the text of a user.</param>
    /// <param name="hash">The hash in the marker: 24 hexadecimal digits in lower case.</param>
    /// <param name="tenant">The tenant that the originals belong to.</param>
    /// <param name="options">Tell how long originals are kept.</param>
    /// <param name="store">Null if originals are not kept.</param>
    /// <param name="cancellation">The caller left.</param>
    public static async Task<Results<Ok<RetrieveResponse>, JsonHttpResult<RetrieveErrorResponse>>> Retrieve(
        HttpContext context,
        string hash,
        CurrentTenant tenant,
        IOptions<OriginalsOptions> options,
        [FromServices] IOriginalStore? store,
        CancellationToken cancellation)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (store is null)
        {
            return RetrieveError(StatusCodes.Status404NotFound, "Originals are not kept (Originals:Enabled).");
        }

        try
        {
            return OriginalHash.IsOne(hash) && await store.FindAsync(tenant.Value, hash, cancellation) is { } found
                ? TypedResults.Ok(new RetrieveResponse
                {
                    Hash = hash,
                    OriginalContent = found.Original.Text,
                    OriginalTokens = found.Original.Tokens,
                    OriginalItemCount = found.Original.Items,
                    CompressedItemCount = found.Original.CompressedItems,
                    RetrievalCount = found.Retrievals,
                })
                : RetrieveError(StatusCodes.Status404NotFound, $"Entry not found or expired (TTL: {options.Value.TtlSeconds} seconds)");
        }
        catch (CompressionException e)
        {
            return RetrieveError(StatusCodes.Status503ServiceUnavailable, e.Message);
        }
    }

    private static JsonHttpResult<RetrieveErrorResponse> RetrieveError(int status, string detail) => TypedResults.Json(
        new RetrieveErrorResponse { Detail = detail }, HeadroomJsonContext.Wire.RetrieveErrorResponse, statusCode: status);

    private static JsonHttpResult<HeadroomErrorResponse> Error(int status, string type, string message) => TypedResults.Json(
        new HeadroomErrorResponse { Error = new HeadroomError { Type = type, Message = message } }, HeadroomJsonContext.Wire.HeadroomErrorResponse, statusCode: status);
}
