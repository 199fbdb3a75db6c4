using System.Collections.Frozen;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Telemetry;

namespace PromptCompressor.Engine.Compressors;

/// <summary>A compressor of each kind for each model, all of them measured.</summary>
internal sealed class CompressorRegistry
{
    /// <summary>The kinds that come with this program.</summary>
    public static IReadOnlyList<ICompressorFactory> BuiltIn { get; } = [new ExtractiveFactory(), new LlmlinguaFactory(), new ContentFactory()];

    private readonly FrozenDictionary<(string Name, string Model), IPromptCompressor> _compressors;

    /// <exception cref="ModelLoadException">A kind cannot run one of the models, or two kinds have one name.</exception>
    public CompressorRegistry(IEnumerable<ICompressorFactory> factories, IReadOnlyList<LoadedModel> models, CompressionInstruments instruments)
    {
        var kinds = factories.ToArray();
        Names = [.. kinds.Select(kind => kind.Name)];
        if (Names.CountBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
        {
            throw new ModelLoadException($"Two compressors have the name '{twice}'.");
        }

        _compressors = kinds
            .SelectMany(kind => models, (kind, model) => (Key: (kind.Name, model.Id), Compressor: kind.Create(model)))
            .ToFrozenDictionary(made => made.Key, IPromptCompressor (made) => new MeasuredCompressor(made.Compressor, instruments));
    }

    /// <summary>The kinds, in the order in which they were registered.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Null if there is no such kind or model.</summary>
    public IPromptCompressor? Find(string name, string model) => _compressors.GetValueOrDefault((name, model));
}
