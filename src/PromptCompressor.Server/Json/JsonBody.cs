using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Json;

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
        if (!context.Request.HasJsonContentType() || context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw BodyFormat.Refusal(context.Request, "application/json");
        }

        var limit = context.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value.BodyBytes;
        var document = Parse(await ReadAsync(context.Request, limit, context.RequestAborted));
        context.Response.RegisterForDispose(document);
        return new JsonBody(document);
    }

    /// <summary>Reads the body to its end, but keeps no more than the limit.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, long limit, CancellationToken cancellation)
    {
        var body = new ArrivingBody(Math.Min(request.ContentLength ?? 0, limit));
        var length = 0L;
        while (true)
        {
            var read = await request.Body.ReadAsync(body.Free(), cancellation);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (length <= limit)
            {
                body.Add(read);
            }
        }

        return length <= limit
            ? body.Bytes
            : throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
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
