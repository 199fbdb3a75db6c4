using System.Diagnostics;
using System.Net.Sockets;
using PromptCompressor.IntegrationTests.Support;
using StackExchange.Redis;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>A redis-server process that can be stopped, killed and started again.</summary>
internal sealed class RedisBackend : IRedisBackend
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    private readonly string[] _arguments;
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private string? _file;
    private Process? _process;

    private RedisBackend(int port, string[] arguments)
    {
        Port = port;
        _arguments = arguments;
    }

    public static string? Binary { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "redis-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <param name="arguments">More settings, such as <c>--maxmemory 1mb</c>.</param>
    public static async Task<RedisBackend> StartAsync(params string[] arguments)
    {
        Assert.SkipUnless(Binary is not null, "There is no redis-server here: apt-get install redis-server. Only the in-process server was tested.");
        var backend = new RedisBackend(FreePort.Find(), arguments);
        await backend.RestartAsync();
        return backend;
    }

    /// <summary>Starts a sentinel that watches a primary.</summary>
    public static async Task<RedisBackend> StartSentinelAsync(string service, RedisBackend primary)
    {
        // A sentinel keeps what it learns in its file, and takes no settings from the command line alone.
        var file = Path.Combine(primary._folder, "sentinel.conf");
        await File.WriteAllTextAsync(file, $"sentinel monitor {service} 127.0.0.1 {primary.Port} 1\n");
        var backend = new RedisBackend(FreePort.Find(), ["--sentinel"]) { _file = file };
        await backend.RestartAsync();
        return backend;
    }

    /// <summary>Starts the process, empty.</summary>
    public async Task RestartAsync()
    {
        string[] common = ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder];
        string[] kind = _file is null ? ["--save", "", "--appendonly", "no"] : [];
        var start = new ProcessStartInfo(Binary!, [.. new[] { _file }.OfType<string>(), .. common, .. kind, .. _arguments]) { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        using var patience = new CancellationTokenSource(StartTime);
        while (!await AnswersAsync(patience.Token))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>The process stays and takes connections, but does nothing.</summary>
    public Task HangAsync() => SignalAsync("STOP");

    public Task GoOnAsync() => SignalAsync("CONT");

    /// <summary>A client that may do anything.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync(string more = "") => ConnectionMultiplexer.ConnectAsync($"{ConnectionString},allowAdmin=true{more}");

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        Assert.False(_process!.HasExited, "redis-server ended at its start.");
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process!.Id}"]);
        await kill.WaitForExitAsync();
    }
}
