using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Configuration;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>Whether a soft model may be loaded at all. Whether there is one is known only later: models are loaded while the service listens already.</summary>
internal sealed class EmbeddingRouteValidator(IOptions<EngineOptions> engine) : IValidateOptions<EmbeddingRouteOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddingRouteOptions options) => options.Enabled && !engine.Value.Soft.Enabled
        ? ValidateOptionsResult.Fail("Proxy:Soft:Enabled is true, but Engine:Soft:Enabled is false: embeddings are made by a soft model.")
        : ValidateOptionsResult.Success;
}
