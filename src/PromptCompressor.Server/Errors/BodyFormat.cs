using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace PromptCompressor.Server.Errors;

/// <summary>Says of a body that cannot be read what it came as, and what it must be.</summary>
internal static class BodyFormat
{
    /// <param name="request">The request with the body.</param>
    /// <param name="expected">The media type that it must have.</param>
    public static BadHttpRequestException Refusal(HttpRequest request, string expected) => new(Complaint(request, expected), StatusCodes.Status415UnsupportedMediaType);

    /// <summary>What routing has refused before any handler saw it.</summary>
    public static string Complaint(HttpContext context) => Complaint(context.Request, ExpectedAt(context));

    /// <summary>Whether the content type names an encoding that there is, or none.</summary>
    public static bool HasKnownCharset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && (StringSegment.IsNullOrEmpty(type.Charset) || type.Encoding is not null);

    private static string Complaint(HttpRequest request, string expected) =>
        request.Headers.ContentEncoding.Count > 0 ? "The Content-Encoding of the body is not known; it may be gzip, br, deflate or zstd, or none, and the text must be in UTF-8."
        : string.IsNullOrEmpty(request.ContentType) ? $"The request has no content type; send Content-Type: {expected}."
        : MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? $"The body came as {type}; it must be {expected}, in UTF-8."
        : $"The content type of the request is malformed; it must be {expected}, in UTF-8.";

    private static string ExpectedAt(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Trim('/');
        var accepted = context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(endpoint => path.Equals(endpoint.RoutePattern.RawText?.Trim('/'), StringComparison.OrdinalIgnoreCase))
            .Select(endpoint => endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes)
            .FirstOrDefault(types => types is { Count: > 0 });
        return accepted is null ? "application/json" : string.Join(" or ", accepted);
    }
}
