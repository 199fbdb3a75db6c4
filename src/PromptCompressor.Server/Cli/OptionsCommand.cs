using System.CommandLine;
using PromptCompressor.Server.Configuration;

namespace PromptCompressor.Server.Cli;

internal static class OptionsCommand
{
    public static Command Create()
    {
        var command = new Command("options", "List every setting with its default and meaning, as the table of docs/configuration.md.");
        command.SetAction(_ => Console.Out.Write(OptionsTable.Markdown()));
        return command;
    }
}
