using System.Net;
using System.Net.Sockets;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Faults;

/// <summary>Stands in front of a server on loopback and holds back what it answers.</summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private readonly LoopbackServer _server;
    private readonly int _target;

    public SlowRelay(int target)
    {
        _target = target;
        _server = new LoopbackServer(RelayAsync);
    }

    public string ConnectionString => _server.Authority;

    /// <summary>Between an answer and its arrival.</summary>
    public TimeSpan Delay { get; set; }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task RelayAsync(TcpClient client, CancellationToken end)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, end);
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream(), end), AnswerAsync(server.GetStream(), client.GetStream(), end));
        }
    }

    private async Task AnswerAsync(NetworkStream from, NetworkStream to, CancellationToken end)
    {
        var buffer = new byte[65536];
        int read;
        while ((read = await from.ReadAsync(buffer, end)) > 0)
        {
            await Task.Delay(Delay, end);
            await to.WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
