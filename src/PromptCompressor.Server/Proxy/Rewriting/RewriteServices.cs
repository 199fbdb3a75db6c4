using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Models;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>What rewriting needs of the rest of the service.</summary>
internal interface IRewriteServices
{
    /// <summary>Whether the models are loaded; before that only <see cref="CounterOf"/> works.</summary>
    bool IsReady { get; }

    /// <summary>Kinds of content that stay as they came.</summary>
    IReadOnlyList<ContentKind> KindsOff => [];

    /// <summary>Shortens texts.</summary>
    /// <param name="isByContent">Whether by what they are; else all of it is prose.</param>
    IPromptCompressor CompressorOf(bool isByContent);

    /// <summary>Makes embeddings of texts; null if no soft model is loaded.</summary>
    SoftModel? Soft { get; }

    /// <summary>Counts as the LLM that is asked does, or as the default tokenizer if that LLM's is not known.</summary>
    ITokenCounter CounterOf(string llm);
}

/// <summary>The models of the engine.</summary>
internal sealed class RewriteServices(CompressionEngine engine, ITokenCounters counters, IOptions<ProxyOptions> options, IOptions<ContentKindsOptions> kinds) : IRewriteServices
{
    public bool IsReady => engine.IsReady;

    public IReadOnlyList<ContentKind> KindsOff => kinds.Value.KindsOff;

    public IPromptCompressor CompressorOf(bool isByContent) => engine.CompressorOf(Model, isByContent ? CompressorNames.Content : CompressorNames.Extractive);

    public SoftModel? Soft => engine.DefaultSoftModel;

    private LoadedModel Model
    {
        get
        {
            var wanted = options.Value.ModelBeside(engine.DefaultModel);
            return engine.Model(options.Value.Model is not null || engine.Models.Any(model => model.Id == wanted) ? wanted : null);
        }
    }

    public ITokenCounter CounterOf(string llm) => counters.Find(llm) ?? counters.Find(CompressPlanner.DefaultTokenizer)!;
}
