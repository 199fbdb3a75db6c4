using System.CommandLine;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

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

        try
        {
            await using var app = build(args is [Name, .. var settings] ? settings : args);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            foreach (var wrong in e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures))
            {
                await Console.Error.WriteLineAsync(wrong);
            }

            return ExitCodes.Failure;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{e.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls.");
            return ExitCodes.Failure;
        }
        catch (Exception e) when (e is OptionsValidationException or IOException or FormatException or ArgumentException or InvalidOperationException)
        {
            // The sentence says which setting is wrong, and the log has the rest.
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Failure;
        }
    }

    private static bool IsSetting(string token) => token.StartsWith('-') || token.StartsWith('/') || token.Contains('=', StringComparison.Ordinal);
}
