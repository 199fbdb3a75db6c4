using System.CommandLine;
using PromptCompressor.Engine;
using PromptCompressor.Server.Caching;
using PromptCompressor.Server.Compress;
using PromptCompressor.Server.Explain;
using PromptCompressor.Server.Mcp;
using PromptCompressor.Server.Originals;

namespace PromptCompressor.Server.Cli;

/// <summary>The tools of the Model Context Protocol over standard input and output, for agents that start the program themselves.</summary>
internal static class McpCommand
{
    public const string Name = "mcp";

    public static Command Create(string[] args)
    {
        var command = new Command(Name, "Offer compression to an agent as tools of the Model Context Protocol, over standard input and output. Takes settings as serve does.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((_, cancellation) => SettingFailures.CatchAsync(() => RunAsync(args[1..], cancellation)));
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, CancellationToken cancellation)
    {
        using var host = LocalHost.Build(settings, (configuration, services) =>
            services.AddSegmentCache().AddRedisCache(configuration).AddOriginals(configuration).AddCompress().AddExplain().AddStdioMcp(configuration));
        host.Services.GetRequiredService<CompressionEngine>().Load(cancellation);
        await host.RunAsync(cancellation);
        return ExitCodes.Success;
    }
}
