using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Whether there can be embeddings. A folder without a soft model is no error, since one may be added; a setting that forbids them is.</summary>
internal sealed class EmbeddingRouteValidator(IOptions<EngineOptions> engine) : IValidateOptions<EmbeddingRouteOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddingRouteOptions options) => options.Enabled && !engine.Value.Soft.Enabled
        ? ValidateOptionsResult.Fail("Proxy:Soft:Enabled is true, but Engine:Soft:Enabled is false: embeddings are made by a soft model.")
        : ValidateOptionsResult.Success;
}
