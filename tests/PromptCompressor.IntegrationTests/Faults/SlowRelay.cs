using System.Net;
using System.Net.Sockets;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>Stands in front of a server on loopback and holds back what it answers.</summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _target;
    private readonly Task _accepting;

    public SlowRelay(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string ConnectionString => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Between an answer and its arrival.</summary>
    public TimeSpan Delay { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token));
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), _end.Token), AnswerAsync(server.GetStream(), client.GetStream()));
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[65536];
        int read;
        while ((read = await from.ReadAsync(buffer, _end.Token)) > 0)
        {
            await Task.Delay(Delay, _end.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
