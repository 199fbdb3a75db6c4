using PromptCompressor.Core.Caching;

namespace PromptCompressor.IntegrationTests.Support;

/// <summary>
/// The service with default settings. Tests that only ask it share one; classes that count what it does, or empty its cache, take one of
/// their own as a class fixture.
/// </summary>
public sealed class ServiceFixture : IAsyncLifetime
{
    private ServiceHost? _host;

    public HttpClient Client => _host!.Client;

    public MemorySegmentCache Cache => (MemorySegmentCache)Get<ISegmentCache>();

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => _host!.Get<T>();

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartReadyAsync("--Logging:LogLevel:Default", "Warning");

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;
}
