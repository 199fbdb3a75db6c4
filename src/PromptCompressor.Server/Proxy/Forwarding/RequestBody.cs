using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Reads a body that is to be forwarded, and makes the request hold it again.</summary>
internal static class RequestBody
{
    /// <param name="request">Holds its body again afterwards, whatever happens.</param>
    /// <param name="limit">Most bytes of it.</param>
    /// <param name="lease">Counts the bytes that are held; null if they are counted already.</param>
    /// <returns>Null if the body is larger than the limit; what was read of it then goes on in front of the rest.</returns>
    /// <exception cref="Core.Errors.CompressionException">Other bodies take all the room there is.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, BodyBudget.Lease? lease = null)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        lease?.CheckRoomFor(request.ContentLength);
        var body = new ArrivingBody(request.ContentLength ?? 0);
        var rest = request.Body;
        try
        {
            while (body.Length <= limit)
            {
                var read = await rest.ReadAsync(body.Free(), request.HttpContext.RequestAborted);
                if (read == 0)
                {
                    rest = Stream.Null;
                    return body.Bytes;
                }

                body.Add(read);
                lease?.Hold(read);
            }

            return null;
        }
        finally
        {
            request.Body = new ReplayStream(body.Bytes, rest, lease);
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
