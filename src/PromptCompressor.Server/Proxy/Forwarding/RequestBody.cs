using System.Buffers;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Reads a body that is to be forwarded, and makes the request hold it again.</summary>
internal static class RequestBody
{
    /// <returns>Null if the body is larger than the limit; what was read of it then goes on in front of the rest.</returns>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Clamp((request.ContentLength ?? 0) + 1, 4096, 1 << 20));
        while (body.WrittenCount <= limit)
        {
            var read = await request.Body.ReadAsync(body.GetMemory(), request.HttpContext.RequestAborted);
            if (read == 0)
            {
                request.Body = new ReplayStream(body.WrittenMemory, Stream.Null);
                return body.WrittenMemory;
            }

            body.Advance(read);
        }

        request.Body = new ReplayStream(body.WrittenMemory, request.Body);
        return null;
    }

    public static void Replace(HttpRequest request, ReadOnlyMemory<byte> body)
    {
        request.Body = new ReplayStream(body, Stream.Null);
        if (request.ContentLength is not null)
        {
            request.ContentLength = body.Length;
        }
    }
}
