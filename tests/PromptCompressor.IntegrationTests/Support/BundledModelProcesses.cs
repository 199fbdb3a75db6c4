namespace PromptCompressor.IntegrationTests.Support;

/// <summary>Tests that start processes with the bundled models, each of some 500 MB: one after another.</summary>
[CollectionDefinition(nameof(BundledModelProcesses))]
public sealed class BundledModelProcesses;
