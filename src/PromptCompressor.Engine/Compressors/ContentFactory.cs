using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Compressors;

internal sealed class ContentFactory : ICompressorFactory
{
    public string Name => CompressorNames.Content;

    public IPromptCompressor Create(LoadedModel model) => new ContentCompressor(new ExtractiveCompressor(model.Scores, model.Questions));
}
