using PromptCompressor.TestSupport.Browser;

namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>One browser for all tests of the page; none where the machine has none.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Chromium? _chromium;

    internal Chromium Chromium => _chromium!;

    public async ValueTask InitializeAsync() => _chromium = Chromium.Binary is null ? null : await Chromium.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }
    }
}
