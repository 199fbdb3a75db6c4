using Microsoft.Extensions.Options;
using PromptCompressor.Engine;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Caching.Admin;
using PromptCompressor.Server.Cli;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Configuration;
using PromptCompressor.Server.Errors;
using PromptCompressor.Server.Explain;
using PromptCompressor.Server.Health;
using PromptCompressor.Server.Hosting;
using PromptCompressor.Server.Info;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Llmlingua;
using PromptCompressor.Server.Mcp;
using PromptCompressor.Server.OpenApi;
using PromptCompressor.Server.Originals;
using PromptCompressor.Server.Playground;
using PromptCompressor.Server.Proxy;
using PromptCompressor.Server.Security;
using PromptCompressor.Server.Shutdown;
using PromptCompressor.Server.Soft;
using PromptCompressor.Server.Telemetry;

namespace PromptCompressor.Server;

internal static class Program
{
    public static Task<int> Main(string[] args) => CommandLine.RunAsync(args, settings => BuildApp(settings));

    /// <summary>The service, not yet started.</summary>
    /// <param name="args">Settings, such as <c>--urls http://*:8080</c> or <c>--Engine:Workers 4</c>.</param>
    /// <param name="replace">Puts other parts in place of the service's own, such as ones that fail on purpose.</param>
    public static WebApplication BuildApp(string[] args, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,

            // appsettings.json lies beside the program, wherever it is started from.
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.AddHosting();
        builder.Services
            .AddSettingNames()
            .AddLimits()
            .AddErrors()
            .AddSecurity()
            .AddSegmentCache()
            .AddRedisCache(builder.Configuration)
            .AddOriginals(builder.Configuration)
            .AddEngine()
            .AddShutdown()
            .AddModelLoading()
            .AddInfo()
            .AddCompress()
            .AddExplain()
            .AddLlmlingua()
            .AddSoft()
            .AddCacheApi(builder.Configuration)
            .AddTelemetry(builder.Configuration)
            .AddMcp(builder.Configuration)
            .AddProxy(builder.Configuration)
            .AddOpenApiDocument();

        replace?.Invoke(builder.Services);

        var app = builder.Build();

        // All that is wrong at once, before the first of it is used.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        app.UseUnreadBodies();
        app.UseShutdown();
        app.UseErrors();
        app.UsePlayground();
        app.UseOpenApiPages();
        app.UseSecurity();
        app.UseUnpacking();
        app.UseBodyBudget();
        app.MapCompressApi();
        app.MapExplainApi();
        app.MapLlmlinguaApi();
        app.MapSoftApi();
        app.MapCacheApi();
        app.MapOriginalsApi();
        app.MapInfoApi();
        app.MapHealthApi();
        app.MapTelemetry();
        app.MapMcpApi();
        app.MapProxy();
        return app;
    }
}
