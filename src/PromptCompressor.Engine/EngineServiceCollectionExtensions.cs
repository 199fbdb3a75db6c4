using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Compressors;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Engine.Counting;
using PromptCompressor.Engine.Manifests;

namespace PromptCompressor.Engine;

public static class EngineServiceCollectionExtensions
{
    /// <summary>Adds the engine; the host adds an <see cref="Core.Caching.ISegmentCache"/> and calls <see cref="CompressionEngine.Load"/>.</summary>
    public static IServiceCollection AddEngine(this IServiceCollection services)
    {
        services.AddSettings<EngineOptions>();
        services.TryAddSingleton<ITokenCounters, TokenCounters>();
        services.TryAddEnumerable(CompressorRegistry.BuiltIn.Select(ServiceDescriptor.Singleton));
        services.TryAddSingleton<ModelStore>();
        services.TryAddSingleton<CompressionEngine>();
        return services;
    }
}
