using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Compressors;

internal sealed class ExtractiveFactory : ICompressorFactory
{
    public string Name => CompressorNames.Extractive;

    public IPromptCompressor Create(LoadedModel model) => new ExtractiveCompressor(model.Scores, model.Questions);
}
