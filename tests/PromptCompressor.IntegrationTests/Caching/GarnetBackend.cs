using Garnet;
using PromptCompressor.IntegrationTests.Support;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>Microsoft's server of the same protocol, so that tests of the cache run where nothing is installed.</summary>
internal sealed class GarnetBackend : IRedisBackend
{
    private readonly GarnetServer _server;

    public GarnetBackend()
        : this(FreePort.Find())
    {
    }

    public GarnetBackend(int port)
    {
        ConnectionString = $"127.0.0.1:{port}";
        _server = new GarnetServer(["--bind", "127.0.0.1", "--port", $"{port}", "--memory", "64m", "--index", "1m"]);
        _server.Start();
    }

    public string ConnectionString { get; }

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
