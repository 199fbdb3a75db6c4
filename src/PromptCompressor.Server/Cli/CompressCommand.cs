using System.CommandLine;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Cli;

internal static class CompressCommand
{
    public const string Name = "compress";

    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "Text in UTF-8; standard input if absent.", Arity = ArgumentArity.ZeroOrOne };
        var fields = FieldOptions.All();
        var noTags = new Option<bool>("--no-tags") { Description = "Take <llmlingua, rate=0.4>...</llmlingua> as text like any other." };
        var stats = new Option<bool>("--stats") { Description = "Write token counts, what was done to each kind of content, and times to standard error." };
        var json = new Option<bool>("--json") { Description = "Write the whole response as JSON." };

        var command = new Command(Name, "Compress a text: result on standard output, all else on standard error.") { file };
        foreach (var field in fields)
        {
            command.Add(field.Option);
        }

        command.Add(noTags);
        command.Add(json);
        command.Add(stats);
        command.SetAction((parsed, cancellation) => CompressRun.RunAsync(
            parsed.GetValue(file),
            fields.Aggregate(new CompressRequest { UseTags = !parsed.GetValue(noTags) }, (request, field) => field.Set(request, parsed)),
            parsed.GetValue(json),
            parsed.GetValue(stats),
            cancellation));
        return command;
    }
}
