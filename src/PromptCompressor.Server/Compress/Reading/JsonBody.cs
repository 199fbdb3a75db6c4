using System.Text.Json;
using System.Text.Unicode;

namespace PromptCompressor.Server.Compress.Reading;

/// <summary>A request's body as parsed JSON, read to the end before anything looks at its fields.</summary>
internal sealed class JsonBody(JsonDocument document)
{
    /// <summary>Deeper JSON is no request, and could exhaust the stack.</summary>
    public const int MaxDepth = 64;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public JsonElement Root => document.RootElement;

    /// <summary>Called by ASP.NET to make the argument of a handler.</summary>
    /// <exception cref="BadHttpRequestException">The body is too large, no JSON or not declared as JSON.</exception>
    public static async ValueTask<JsonBody?> BindAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new BadHttpRequestException(
                "The body must be JSON in UTF-8, with the content type application/json.", StatusCodes.Status415UnsupportedMediaType);
        }

        using var buffer = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 0, 1 << 20));
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var document = Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        context.Response.RegisterForDispose(document);
        return new JsonBody(document);
    }

    /// <exception cref="BadHttpRequestException">It is no JSON.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith(ByteOrderMark))
        {
            utf8 = utf8[ByteOrderMark.Length..];
        }

        if (utf8.IsEmpty)
        {
            throw new BadHttpRequestException("The body is empty.");
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw new BadHttpRequestException("The body is not valid UTF-8.");
        }

        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            // Its own message may quote the body.
            throw new BadHttpRequestException(
                $"The body is not valid JSON, or nests deeper than {MaxDepth} levels, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }
}
