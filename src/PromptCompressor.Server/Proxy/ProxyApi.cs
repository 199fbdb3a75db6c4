using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PromptCompressor.Core.Compression;
using PromptCompressor.Engine;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Compat;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;

namespace PromptCompressor.Server.Proxy;

internal static class ProxyApi
{
    /// <summary>The sidecar, if an upstream is configured.</summary>
    public static IServiceCollection AddProxy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ProxyInstruments>();
        services.AddSingleton<ProxyTotals>();
        services.AddSingleton(ToolsOf);
        services.AddSingleton<HeadroomCompression>();
        services.AddOptionsWithValidateOnStart<RetrievalOptions, RetrievalOptionsValidator>()
            .BindConfiguration(RetrievalOptions.SectionName)
            .ValidateDataAnnotations();
        if (RetrievalOptions.IsOn(configuration))
        {
            services.AddSingleton<OriginalStore>();
            services.AddSingleton<RetrievableTexts>();
        }

        if (!ProxyOptions.IsOn(configuration))
        {
            return services;
        }

        services.AddOptionsWithValidateOnStart<ProxyOptions, ProxyOptionsValidator>()
            .BindConfiguration(ProxyOptions.SectionName)
            .ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<PolicyOptions, PolicyOptionsValidator>()
            .BindConfiguration(PolicyOptions.SectionName)
            .ValidateDataAnnotations();
        services.AddOptionsWithValidateOnStart<EmbeddingRouteOptions>()
            .BindConfiguration(EmbeddingRouteOptions.SectionName)
            .ValidateDataAnnotations();
        services.AddSingleton<ClientEmbeddings>();
        services.AddSingleton<UpstreamSupport>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpForwarder();
        services.AddSingleton<Upstream>();
        services.AddSingleton<ConversationCompressor>();
        services.AddSingleton<RequestRewriter>();
        services.AddSingleton<Sidecar>();
        return services;
    }

    /// <summary>Whatever no other route takes goes to the upstream.</summary>
    public static void MapProxy(this WebApplication app)
    {
        app.MapGet("/v1/proxy", Totals)
            .ProducesProblems(StatusCodes.Status500InternalServerError)
            .WithTags("Service")
            .WithName("Proxy")
            .WithSummary("What the sidecar has done")
            .WithDescription("Sums since the start, by how requests were treated; what the provider read from its prompt cache and what it wrote there are told apart.");
        app.MapHeadroomApi();
        if (!ProxyOptions.IsOn(app.Configuration))
        {
            return;
        }

        app.Map("/{**path}", Forward).WithOrder(int.MaxValue).ExcludeFromDescription();

        // Clients of an LLM ask for its models; those that compress are in /v1/info as well.
        app.MapGet("/v1/models", Forward).WithOrder(-1).ExcludeFromDescription();
    }

    public static Ok<ProxyResponse> Totals(ProxyTotals totals, IOptions<ProxyOptions> options) => TypedResults.Ok(new ProxyResponse
    {
        Enabled = options.Value.Upstream is not null,
        Mode = options.Value.Mode.ToString().ToLowerInvariant(),
        Outcomes = totals.ByOutcome,
    });

    public static Task Forward(HttpContext context, Sidecar sidecar) => sidecar.HandleAsync(context);

    /// <summary>Models and vocabularies are there once the engine is ready; before that, requests go on as they came.</summary>
    private static Func<CompressionTools> ToolsOf(IServiceProvider services) => () =>
    {
        var engine = services.GetRequiredService<CompressionEngine>();
        var model = engine.Model(services.GetRequiredService<IOptions<ProxyOptions>>().Value.Model);
        return new CompressionTools(engine.CompressorOf(model), services.GetRequiredService<ITokenCounters>(), model.Scorer.Parallelism)
        {
            Soft = engine.DefaultSoftModel,
        };
    };
}
