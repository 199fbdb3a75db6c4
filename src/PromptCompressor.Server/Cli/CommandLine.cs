using System.CommandLine;

namespace PromptCompressor.Server.Cli;

/// <summary>The program's commands; without one it serves.</summary>
internal static class CommandLine
{
    /// <param name="args">The command line.</param>
    /// <param name="build">Makes the service of its settings, not yet started.</param>
    /// <returns>The exit code of the process.</returns>
    public static Task<int> RunAsync(string[] args, Func<string[], WebApplication> build)
    {
        var root = new RootCommand("Compresses prompts to a share or a number of tokens. Without a command it serves the HTTP API.")
        {
            CompressCommand.Create(),
            DoctorCommand.Create(args, build),
            FieldsCommand.Create(),
            HealthCommand.Create(),
            McpCommand.Create(args),
            OpenApiCommand.Create(build),
            OptionsCommand.Create(),
            SavingsCommand.Create(),
            ServeCommand.Create(args, build),
        };
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, _) => ServeCommand.RunAsync(parsed, args, build));

        var result = root.Parse(args);
        var complaints = ComplaintsOf(result);
        return complaints.Count > 0 ? RefuseAsync(complaints) : result.InvokeAsync(new InvocationConfiguration
        {
            // The web host has its own, longer patience with requests that are under way.
            ProcessTerminationTimeout = result.CommandResult.Command.Name == CompressCommand.Name ? TimeSpan.FromSeconds(2) : null,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static List<string> ComplaintsOf(ParseResult result)
    {
        var command = result.CommandResult.Command;
        var unknown = command.TreatUnmatchedTokensAsErrors ? result.UnmatchedTokens : [];
        return [.. result.Errors.Select(error => error.Message), .. unknown.Select(token => $"There is no '{token}' in the command {command.Name}; see {command.Name} --help.")];
    }

    private static async Task<int> RefuseAsync(List<string> complaints)
    {
        foreach (var complaint in complaints)
        {
            await Console.Error.WriteLineAsync(complaint);
        }

        return ExitCodes.BadInput;
    }
}
