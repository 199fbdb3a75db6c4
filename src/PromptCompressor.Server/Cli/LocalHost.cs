using Microsoft.Extensions.Logging.Console;
using PromptCompressor.Engine;
using PromptCompressor.Engine.Configuration;
using PromptCompressor.Server.Limits;
using PromptCompressor.Server.Security;

namespace PromptCompressor.Server.Cli;

/// <summary>A host for commands that work in this process, without HTTP, and without soft models. Standard output belongs to the command; the log goes to standard error.</summary>
internal static class LocalHost
{
    /// <param name="settings">Settings, such as <c>--Engine:Workers 1</c>.</param>
    /// <param name="add">Adds the services that the command needs beside the engine and its limits.</param>
    public static IHost Build(string[] settings, Action<IConfiguration, IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(settings);
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddLimits().AddSecurity().AddEngine();

        // No command offers soft compression: its models would only cost time and memory.
        builder.Services.PostConfigure<EngineOptions>(engine => engine.Soft.Enabled = false);
        add(builder.Configuration, builder.Services);
        return builder.Build();
    }
}
