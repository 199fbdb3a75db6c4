using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.Server.Mcp;

/// <summary>Compression as tools of the Model Context Protocol (streamable HTTP, without sessions, so that any replica answers any call).</summary>
internal static class McpApi
{
    public const string Path = "/mcp";

    public static IServiceCollection AddMcp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMcpTools(configuration).WithHttpTransport(transport => transport.Stateless = true);
        return services;
    }

    /// <summary>The tools over standard input and output, for a client that starts the program itself.</summary>
    public static IServiceCollection AddStdioMcp(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<ProblemMapper>();
        services.AddMcpTools(configuration).WithStdioServerTransport();
        return services;
    }

    /// <summary>Not in the OpenAPI document: tools describe themselves to their callers.</summary>
    public static void MapMcpApi(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<IOptions<LimitsOptions>>().Value;
        var endpoints = app.MapMcp(Path);
        endpoints.WithMetadata(new BodyLimit(limits.BodyBytes)).ExcludeFromDescription();
        endpoints.Add(endpoint => endpoint.RequestDelegate = RefusingOtherBodies(endpoint.RequestDelegate!));
    }

    /// <summary>The library fails at a body that does not say of which type it is, or names an encoding that there is none of, that lacks required parameters, or whose strings are no Unicode.</summary>
    private static RequestDelegate RefusingOtherBodies(RequestDelegate answer) => async context =>
    {
        if (HttpMethods.IsPost(context.Request.Method) && !(context.Request.HasJsonContentType() && BodyFormat.HasKnownCharset(context.Request)))
        {
            throw BodyFormat.Refusal(context.Request, "application/json");
        }

        try
        {
            await answer(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && IsOfTheBody(e))
        {
            throw new BadHttpRequestException("The body is no request of the Model Context Protocol: a parameter is missing, or of another type than it must be.", e);
        }
    };

    // The source of a failure at a string that is no Unicode is "System.Text.Json" or "System.Text.Json.Rethrowable".
    private static bool IsOfTheBody(Exception e) =>
        e is JsonException || (e is InvalidOperationException && e.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true);

    private static IMcpServerBuilder AddMcpTools(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddWireTypes(McpJsonContext.Wire);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<McpServerTool, CompressContextTool>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<McpServerTool, ExplainCompressionTool>());
        if (OriginalsOptions.IsOn(configuration))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<McpServerTool, RetrieveOriginalTool>());
        }

        return services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation { Name = "PromptCompressor", Version = ProgramVersion.Number };
            options.ServerInstructions =
                "Makes long texts shorter before you or another model reads them: words of prose that carry little are dropped, numbers and names stay; logs, JSON, tables, diffs and code shrink by whole lines, rows and bodies, with marks in their place.";
        });
    }

    private sealed record BodyLimit(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
}
