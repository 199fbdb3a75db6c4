namespace PromptCompressor.IntegrationTests.Proxy;

/// <summary>A sidecar with default settings and its upstream, for all tests of a class that need no others.</summary>
public sealed class SidecarFixture : IAsyncLifetime
{
    private FakeUpstream? _upstream;
    private SidecarHost? _sidecar;

    internal FakeUpstream Upstream => _upstream!;

    internal SidecarHost Sidecar => _sidecar!;

    internal HttpClient Client => Sidecar.Client;

    public async ValueTask InitializeAsync()
    {
        _upstream = await FakeUpstream.StartAsync();

        // Time enough for a busy machine: what happens when it is short has tests of its own.
        _sidecar = await (await SidecarHost.StartAsync(_upstream.Address, "--Proxy:TimeBudgetMilliseconds", "60000")).UntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_sidecar is not null)
        {
            await _sidecar.DisposeAsync();
        }

        if (_upstream is not null)
        {
            await _upstream.DisposeAsync();
        }
    }
}
