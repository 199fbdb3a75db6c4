using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PromptCompressor.Fuzz.Http;

/// <summary>What came back: a status of 0 means that the connection was closed without a word.</summary>
internal sealed record HttpAnswer(int Status, string ContentType, byte[] Body, bool Closes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a request and reads one answer.</summary>
    /// <exception cref="FuzzException">There is none, or it is no HTTP.</exception>
    public static async Task<HttpAnswer> ToAsync(Uri address, HttpInput request)
    {
        // A service that waits for more of a request is told that there is no more; one that works on it would take that for a client who leaves.
        var pause = request.IsWhole ? TimeSpan.FromSeconds(10) : TimeSpan.FromMilliseconds(300);

        var isHead = request.Head.AsSpan().StartsWith("HEAD "u8);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        using var patience = new CancellationTokenSource(Patience);
        var stream = client.GetStream();
        var received = new MemoryStream();
        try
        {
            var sending = stream.WriteAsync(request.Bytes, patience.Token).AsTask();
            var reading = ReadAsync(stream, received, isHead, patience.Token);
            if (await Task.WhenAny(reading, Task.Delay(pause, patience.Token)) != reading)
            {
                await sending;
                client.Client.Shutdown(SocketShutdown.Send);
            }

            if (await reading is { } answer)
            {
                return answer;
            }
        }
        catch (IOException)
        {
            // The service has closed a connection that it wants nothing more of.
        }
        catch (OperationCanceledException)
        {
            throw new FuzzException($"no answer within {Patience.TotalSeconds} s");
        }

        // An answer may have come before the connection was reset.
        return Parse(received.GetBuffer().AsSpan(0, (int)received.Length), isHead, isEnd: true) ?? new HttpAnswer(0, "", [], true);
    }

    private static async Task<HttpAnswer?> ReadAsync(NetworkStream stream, MemoryStream received, bool isHead, CancellationToken cancellation)
    {
        var chunk = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            received.Write(chunk, 0, read);
            if (Parse(received.GetBuffer().AsSpan(0, (int)received.Length), isHead, isEnd: false) is { } answer)
            {
                return answer;
            }
        }

        return null;
    }

    /// <summary>Null if it is not all there yet.</summary>
    private static HttpAnswer? Parse(ReadOnlySpan<byte> bytes, bool isHead, bool isEnd)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        FuzzException.Unless(head[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"an answer begins with '{head[0]}'");
        var status = int.Parse(head[0].AsSpan(9, 3), CultureInfo.InvariantCulture);
        var fields = head[1..].Select(line => line.Split(": ", 2)).ToLookup(parts => parts[0], parts => parts[^1], StringComparer.OrdinalIgnoreCase);
        var rest = bytes[(end + 4)..];
        if (status is 100)
        {
            return Parse(rest, isHead, isEnd);
        }

        var type = fields["Content-Type"].FirstOrDefault() ?? "";
        var closes = fields["Connection"].Contains("close");
        if (isHead)
        {
            return new HttpAnswer(status, type, [], closes);
        }

        if (fields["Transfer-Encoding"].Contains("chunked"))
        {
            return Dechunk(rest) is { } body ? new HttpAnswer(status, type, body, closes) : null;
        }

        if (fields["Content-Length"].FirstOrDefault() is { } length)
        {
            var size = int.Parse(length, CultureInfo.InvariantCulture);
            return rest.Length >= size ? new HttpAnswer(status, type, rest[..size].ToArray(), closes)
                : isEnd ? new HttpAnswer(status, type, [], closes)
                : null;
        }

        return isEnd || status is 204 or 304 ? new HttpAnswer(status, type, rest.ToArray(), closes) : null;
    }

    private static byte[]? Dechunk(ReadOnlySpan<byte> bytes)
    {
        var body = new List<byte>();
        while (bytes.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var size = int.Parse(Encoding.ASCII.GetString(bytes[..end]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (bytes.Length < end + 2 + size + 2)
            {
                return null;
            }

            if (size == 0)
            {
                return [.. body];
            }

            body.AddRange(bytes.Slice(end + 2, size));
            bytes = bytes[(end + 2 + size + 2)..];
        }

        return null;
    }
}
