using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Compressors;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Telemetry;

namespace PromptCompressor.UnitTests.Engine.Compressors;

public sealed class CompressorRegistryTests
{
    private static readonly CompressionInstruments Instruments = new(null);

    [Fact]
    public void Names_AreInTheOrderOfRegistration() =>
        Assert.Equal(["b", "a"], new CompressorRegistry([new Factory("b"), new Factory("a")], [], Instruments).Names);

    [Fact]
    public void Find_UnknownKind_IsNull() => Assert.Null(new CompressorRegistry([new Factory("a")], [], Instruments).Find("b", "any"));

    [Fact]
    public void TwoKinds_OfOneName_AreRefused()
    {
        var refused = Assert.Throws<ModelLoadException>(() => new CompressorRegistry([new Factory("a"), new Factory("a")], [], Instruments));

        Assert.Equal("Two compressors have the name 'a'.", refused.Message);
    }

    private sealed class Factory(string name) : ICompressorFactory
    {
        public string Name => name;

        public IPromptCompressor Create(LoadedModel model) => throw new NotSupportedException();
    }
}
