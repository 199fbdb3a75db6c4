using System.CommandLine;

namespace PromptCompressor.Server.Cli;

internal static class ServeCommand
{
    public const string Name = "serve";

    public static Command Create(string[] args, Func<string[], WebApplication> build)
    {
        var command = new Command(Name, "Serve the HTTP API. Takes settings as --urls http://localhost:5080 or --Engine:Workers 4; the command options lists them.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction((parsed, _) => RunAsync(parsed, args, build));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult parsed, string[] args, Func<string[], WebApplication> build)
    {
        if (parsed.UnmatchedTokens is [var first, ..] && !IsSetting(first))
        {
            await Console.Error.WriteLineAsync($"There is no command '{first}'; see --help.");
            return ExitCodes.BadInput;
        }

        return await SettingFailures.CatchAsync(async () =>
        {
            await using var app = build(args is [Name, .. var settings] ? settings : args);
            await app.RunAsync();
            return Environment.ExitCode;
        });
    }

    private static bool IsSetting(string token) => token.StartsWith('-') || token.StartsWith('/') || token.Contains('=', StringComparison.Ordinal);
}
