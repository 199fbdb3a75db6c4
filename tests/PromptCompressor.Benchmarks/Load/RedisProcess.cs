using System.Diagnostics;

namespace PromptCompressor.Benchmarks.Load;

/// <summary>A <c>redis-server</c> on loopback that keeps nothing.</summary>
internal static class RedisProcess
{
    public const int Port = 6390;

    public static Process Start() => Process.Start(new ProcessStartInfo(
        "redis-server", ["--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--loglevel", "warning"]))!;
}
