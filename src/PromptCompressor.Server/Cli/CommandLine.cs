using System.CommandLine;

namespace PromptCompressor.Server.Cli;

/// <summary>The program's commands; without one it serves.</summary>
internal static class CommandLine
{
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Compresses prompts: the same facts in fewer tokens. Without a command it serves the HTTP API.")
        {
            CompressCommand.Create(),
            OpenApiCommand.Create(),
            ServeCommand.Create(args),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, _) => ServeCommand.RunAsync(parsed, args));

        var result = root.Parse(args);
        return result.Errors.Count > 0 ? RefuseAsync(result) : result.InvokeAsync(new InvocationConfiguration
        {
            // The web host has its own, longer patience with requests that are under way.
            ProcessTerminationTimeout = result.CommandResult.Command.Name == CompressCommand.Name ? TimeSpan.FromSeconds(2) : null,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static async Task<int> RefuseAsync(ParseResult result)
    {
        foreach (var error in result.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        return ExitCodes.BadInput;
    }
}
