using System.CommandLine;

namespace PromptCompressor.Quality.Soft;

internal static class SoftCommand
{
    public static Command Create()
    {
        var generator = new Option<string>("--generator") { Description = "GGUF file of the generator that the soft model was made for.", Required = true };
        var limit = new Option<int>("--limit") { Description = "Questions. Default 40.", DefaultValueFactory = _ => 40 };
        var command = new Command("soft", "What concept embeddings tell a generator of a context.") { generator, limit, Common.Out };
        command.SetAction(async (parsed, _) =>
            (await new SoftRecovery(parsed.GetValue(generator)!, parsed.GetValue(limit)).MeasureAsync(Common.Data())).Publish(parsed.GetValue(Common.Out)));
        return command;
    }
}
