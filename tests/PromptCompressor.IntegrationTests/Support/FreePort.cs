using System.Net;
using System.Net.Sockets;

namespace PromptCompressor.IntegrationTests.Support;

internal static class FreePort
{
    /// <summary>A port of loopback that nobody listens at now.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
