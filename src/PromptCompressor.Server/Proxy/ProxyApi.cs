using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Proxy.Audit;
using PromptCompressor.Server.Proxy.Compat;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.Server.Proxy.Policy;
using PromptCompressor.Server.Proxy.Rewriting;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Proxy;

internal static class ProxyApi
{
    /// <summary>The sidecar, if an upstream is configured.</summary>
    public static IServiceCollection AddProxy(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWireTypes(ProxyJsonContext.Wire).AddWireTypes(HeadroomJsonContext.Wire);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProxyInstruments>();
        services.TryAddSingleton<ProxyDays>();
        services.TryAddSingleton<ProxyTotals>();
        services.TryAddSingleton<IRewriteServices, RewriteServices>();
        services.TryAddSingleton<TreatedTexts>();
        services.TryAddSingleton<TextCompression>();
        services.TryAddSingleton<ConversationCompressor>();
        services.TryAddSingleton<HeadroomCompression>();
        services.AddChatFormats();

        if (!ProxyOptions.IsOn(configuration))
        {
            return services;
        }

        services.AddSettings<ProxyOptions, ProxyOptionsValidator>()
            .AddSettings<PolicyOptions>()
            .AddSettings<EmbeddingRouteOptions, EmbeddingRouteValidator>();
        services.AddHttpForwarder();
        services.TryAddSingleton(PlannerOf);
        services.TryAddSingleton<ClientEmbeddingsGuard>();
        services.TryAddSingleton<EmbeddingSupportMemory>();
        services.TryAddSingleton<RawTexts>();
        services.TryAddSingleton<LateTextLog>();
        services.TryAddSingleton<IErrorDialect, ErrorDialect>();
        services.TryAddSingleton<Upstream>();
        services.TryAddKeyedSingleton<LargeWork>(RequestRewriter.Threads);
        services.TryAddSingleton<RequestRewriter>();
        services.TryAddSingleton<Sidecar>();
        return services.AddHostedService<SidecarSpeed>();
    }

    /// <summary>Whatever is none of this service's own goes to the upstream.</summary>
    public static void MapProxy(this WebApplication app)
    {
        app.MapGet("/v1/proxy", Totals)
            .ProducesProblems(StatusCodes.Status500InternalServerError)
            .WithTags("Service")
            .WithName("Proxy")
            .WithSummary("Show what the sidecar has done")
            .WithDescription("Sums since the start, for each outcome of requests. Tokens that the provider read from its prompt cache and tokens that it wrote there are counted apart.");
        app.MapHeadroomApi();
        if (!ProxyOptions.IsOn(app.Configuration))
        {
            var formats = app.Services.GetRequiredService<ChatFormats>();
            app.Use(next => context => context.GetEndpoint() is null && formats.Find(context.Request) is not null
                ? ProblemWriter.WriteAsync(context, ProblemMapper.OfMissingUpstream())
                : next(context));
            return;
        }

        // Made now and not by the first request, so that the log says at the start where requests go.
        app.Services.GetRequiredService<Upstream>();

        // Clients of an LLM ask for its models; those that compress are in /v1/info as well.
        app.Map("/v1/models", Forward).WithOrder(-1).WithMetadata(new ForwardedRoute()).ExcludeFromDescription();

        // No route that takes every path: a wrong method or content type would fall through to it, where it must be told of. Pages stand before it.
        app.Use(next => context => context.GetEndpoint() is null && !OwnRoutes.Has(context.Request.Path.Value ?? "")
            ? Forward(context, context.RequestServices.GetRequiredService<Sidecar>())
            : next(context));
    }

    public static Ok<ProxyResponse> Totals(ProxyTotals totals, ProxyDays days, IOptions<ProxyOptions> options) => TypedResults.Ok(new ProxyResponse
    {
        Enabled = options.Value.Upstream is not null,
        Mode = options.Value.Mode.ToString().ToLowerInvariant(),
        Outcomes = totals.ByOutcome,
        Days = days.All,
        SkippedTexts = totals.SkippedTexts,
    });

    public static Task Forward(HttpContext context, Sidecar sidecar) => sidecar.HandleAsync(context);

    private static Planner PlannerOf(IServiceProvider services) => new(
        services.GetRequiredService<IOptions<PolicyOptions>>().Value, services.GetRequiredService<IOptions<ProxyOptions>>().Value.HoldOut);
}
