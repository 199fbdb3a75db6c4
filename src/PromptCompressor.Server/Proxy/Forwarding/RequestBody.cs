using System.Buffers;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Reads a body that is to be forwarded, and makes the request hold it again.</summary>
internal static class RequestBody
{
    /// <param name="request">Holds its body again afterwards, whatever happens.</param>
    /// <param name="limit">Most bytes of it.</param>
    /// <param name="lease">Counts the bytes that are held; null if they are counted already.</param>
    /// <returns>Null if the body is larger than the limit; what was read of it then goes on in front of the rest.</returns>
    /// <exception cref="BadHttpRequestException">The client broke it off, or sent what is no body.</exception>
    /// <exception cref="Core.Errors.CompressionException">Other bodies take all the room there is.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, BodyBudget.Lease? lease = null)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        lease?.TakeOrRefuse(request.ContentLength ?? 0);

        // Of its length at once: room is taken for it, and growing would need more.
        var body = new ArrayBufferWriter<byte>((int)Math.Max(4096, Math.Min(request.ContentLength ?? 0, limit) + 1));
        var rest = request.Body;
        try
        {
            while (body.WrittenCount <= limit)
            {
                var read = await rest.ReadAsync(body.GetMemory(), request.HttpContext.RequestAborted);
                if (read == 0)
                {
                    rest = Stream.Null;
                    return body.WrittenMemory;
                }

                body.Advance(read);
                lease?.Use(read);
            }

            return null;
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            throw ProblemMapper.OfBrokenBody(e);
        }
        finally
        {
            request.Body = new ReplayStream(body.WrittenMemory, rest, lease);
        }
    }

    public static void Replace(HttpRequest request, ReadOnlyMemory<byte> body, BodyBudget.Lease? lease)
    {
        request.Body = new ReplayStream(body, Stream.Null, lease);
        if (request.ContentLength is not null)
        {
            request.ContentLength = body.Length;
        }
    }
}
