using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.IntegrationTests.Engine;
using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>The engine with the bundled models, loaded once for all tests.</summary>
public sealed class EngineFixture : IDisposable
{
    public CompressionEngine Engine { get; } = Start();

    public ITokenCounters Counters { get; } = ServiceHost.Counters;

    /// <summary>No request of a test is refused, however slow the machine is.</summary>
    private const double Patience = 3600;

    /// <summary>Another engine with an empty cache: what a restarted or a second process has.</summary>
    public static CompressionEngine Start() => Start(new EngineOptions { QueueSeconds = Patience });

    /// <summary>An engine with the only model of another folder.</summary>
    public static CompressionEngine Start(string modelsPath, string model) => Start(new EngineOptions { ModelsPath = modelsPath, DefaultModel = model, QueueSeconds = Patience });

    private static CompressionEngine Start(EngineOptions options) => Engines.Load(options, cacheBytes: 64 << 20);

    public CompressionRequest Request(string text, double? rate = 0.5, int? targetTokens = null) => new()
    {
        Contexts = [text],
        Rate = rate,
        TargetTokens = targetTokens,
        Counter = Counters.Find("gpt-4o")!,
        Protect = ProtectionRules.Default,
    };

    public Task<CompressionResult> CompressAsync(CompressionRequest request, string model = "xlmr-mini-fast") =>
        CompressAsync(Engine, request, model);

    public static Task<CompressionResult> CompressAsync(CompressionEngine engine, CompressionRequest request, string model) =>
        engine.CompressorOf(engine.Model(model)).CompressAsync(request, CancellationToken.None);

    public void Dispose() => Engine.Dispose();
}
