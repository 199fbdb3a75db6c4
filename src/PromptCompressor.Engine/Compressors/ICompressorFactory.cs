using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Manifests;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Compressors;

/// <summary>
/// Makes the compressors of one kind. Registered with <c>TryAddEnumerable</c>; what it makes is measured as every kind is, and found by
/// the kind's name and the model.
/// </summary>
public interface ICompressorFactory
{
    /// <summary>The <see cref="IPromptCompressor.Name"/> of what it makes.</summary>
    string Name { get; }

    /// <summary>Makes the compressor of one model, once, when models are loaded.</summary>
    /// <exception cref="ModelLoadException">The kind cannot run such a model.</exception>
    IPromptCompressor Create(LoadedModel model);
}
