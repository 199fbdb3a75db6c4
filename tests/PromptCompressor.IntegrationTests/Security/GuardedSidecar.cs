using PromptCompressor.IntegrationTests.Proxy;

namespace PromptCompressor.IntegrationTests.Security;

/// <summary>A sidecar that wants a key, in front of an upstream that keeps every byte.</summary>
public sealed class GuardedSidecar : IAsyncLifetime
{
    private SidecarHost? _sidecar;

    internal RawUpstream Upstream { get; } = new();

    internal Uri Address => _sidecar!.Address;

    public async ValueTask InitializeAsync() => _sidecar = await SidecarHost.StartAsync($"http://{Upstream.Authority}", KeyedService.Key(0, "anna", "x"));

    public async ValueTask DisposeAsync()
    {
        await _sidecar!.DisposeAsync();
        await Upstream.DisposeAsync();
    }

    /// <summary>Sends the text as it is and returns all that comes back.</summary>
    internal async Task<string> SendAsync(string request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        return await RawHttp.SendAsync(Address, request, patience.Token);
    }
}
