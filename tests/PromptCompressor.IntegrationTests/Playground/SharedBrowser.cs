namespace PromptCompressor.IntegrationTests.Playground;

/// <summary>Tests of the page, one after the other: they share a browser, and a browser has one clipboard.</summary>
[CollectionDefinition(nameof(SharedBrowser))]
public sealed class SharedBrowser : ICollectionFixture<BrowserFixture>;
