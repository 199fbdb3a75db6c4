using System.Net.Sockets;
using System.Text;

namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>Says over a socket exactly what a test wants said.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text and returns all that comes back until the other side closes.</summary>
    public static async Task<string> SendAsync(Uri address, string request, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), cancellation);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(cancellation);
    }
}
