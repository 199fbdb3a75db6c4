using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PromptCompressor.IntegrationTests.Caching;

/// <summary>Keeps everything that is logged, from the lowest level on.</summary>
internal sealed class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> All => _lines;

    public IEnumerable<string> Warnings => _lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal));

    public IEnumerable<string> Infos => _lines.Where(line => line.StartsWith("Information: Redis", StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
