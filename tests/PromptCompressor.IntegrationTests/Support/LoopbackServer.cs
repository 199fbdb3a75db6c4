using System.Net;
using System.Net.Sockets;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Takes connections on a free port of loopback, below HTTP, until it is disposed.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="serve">What is done with each connection, at the same time as with others.</param>
    public LoopbackServer(Func<TcpClient, CancellationToken, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    public string Authority => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync(Func<TcpClient, CancellationToken, Task> serve)
    {
        while (true)
        {
            _ = serve(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token);
        }
    }
}
