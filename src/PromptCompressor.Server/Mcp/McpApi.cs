using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using PromptCompressor.Server.Limits;

namespace PromptCompressor.Server.Mcp;

/// <summary>Compression as tools of the Model Context Protocol (streamable HTTP, without sessions, so that any replica answers any call).</summary>
internal static class McpApi
{
    public const string Path = "/mcp";

    public static IServiceCollection AddMcp(this IServiceCollection services)
    {
        services.AddSingleton<McpServerTool, CompressContextTool>();
        services.AddSingleton<McpServerTool, ExplainCompressionTool>();
        services
            .AddMcpServer(options => options.ServerInstructions =
                "Makes long texts shorter before you or another model reads them: words that carry little are dropped, numbers, names and code stay.")
            .WithHttpTransport(transport => transport.Stateless = true);
        return services;
    }

    /// <summary>Not in the OpenAPI document: tools describe themselves to their callers.</summary>
    public static void MapMcpApi(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value;
        app.MapMcp(Path).WithMetadata(new BodyLimit(limits.BodyBytes)).ExcludeFromDescription();
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
