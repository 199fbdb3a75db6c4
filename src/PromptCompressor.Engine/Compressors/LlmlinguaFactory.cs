using PromptCompressor.Core.Compression;
using PromptCompressor.Engine.Llmlingua;
using PromptCompressor.Engine.Models;

namespace PromptCompressor.Engine.Compressors;

internal sealed class LlmlinguaFactory : ICompressorFactory
{
    public string Name => CompressorNames.Llmlingua;

    public IPromptCompressor Create(LoadedModel model)
    {
        var graph = model.TokenGraph;
        var tokenizer = new LlmlinguaTokenizer(graph.Tokenizer, TokenFamilies.Of(model.Id, graph.TokenizerKind), graph.ForceTokenBase);
        return new LlmlinguaCompressor(graph.Identity, tokenizer, new EncoderScorer(graph.Encoder, graph.Workers, graph.MaxTokens));
    }
}
