using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PromptCompressor.Engine;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Holds a service where it has begun to load its models: it waits with the first line that the engine logs of that.</summary>
internal sealed class LoadingGate : ILogger<CompressionEngine>, IDisposable
{
    private readonly ManualResetEventSlim _open = new();

    public void Into(IServiceCollection services) => services.AddSingleton<ILogger<CompressionEngine>>(this);

    public void Open() => _open.Set();

    // What waits goes on, and the event is left to it.
    public void Dispose() => Open();

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => _open.Wait();
}
