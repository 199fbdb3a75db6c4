using System.Diagnostics;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>A <c>redis-server</c> on loopback that can be killed, stopped, filled, made read-only and replaced.</summary>
internal sealed class TroubledRedis : IDisposable
{
    public const int Port = 6392;

    private Process _process = Start();

    public static IReadOnlyList<Kind> Kinds { get; } =
    [
        new("killed, then started again", redis => redis.KillAsync(), redis => redis.StartAgain()),
        new("hangs", redis => redis.SignalAsync("-STOP"), redis => redis.SignalAsync("-CONT")),
        new("full", redis => Command("CONFIG", "SET", "maxmemory", "1mb"), redis => Command("CONFIG", "SET", "maxmemory", "0")),
        new("read-only", redis => Command("REPLICAOF", "127.0.0.1", "1"), redis => Command("REPLICAOF", "NO", "ONE")),
        new("replaced by an empty one", redis => redis.ReplaceAsync(), redis => redis.ReplaceAsync()),
    ];

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private static Process Start() => Process.Start(new ProcessStartInfo(
        "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction", "--logfile", "/dev/null"]))!;

    private static Task Command(params string[] words) => RunAsync("redis-cli", ["-p", $"{Port}", .. words]);

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync();
    }

    private Task SignalAsync(string signal) => RunAsync("kill", [signal, $"{_process.Id}"]);

    private async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private Task StartAgain()
    {
        _process = Start();
        return Task.CompletedTask;
    }

    private async Task ReplaceAsync()
    {
        await KillAsync();
        await StartAgain();
    }

    /// <param name="Name">What befalls it.</param>
    /// <param name="BeginAsync">Makes it so.</param>
    /// <param name="EndAsync">Makes it whole again.</param>
    public sealed record Kind(string Name, Func<TroubledRedis, Task> BeginAsync, Func<TroubledRedis, Task> EndAsync);
}
