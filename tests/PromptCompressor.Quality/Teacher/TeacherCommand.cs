using System.CommandLine;

namespace PromptCompressor.Quality.Teacher;

internal static class TeacherCommand
{
    public static Command Create()
    {
        var command = new Command("teacher", "Agreement with the teacher that the models learnt from.") { Common.Out };
        command.SetAction(async (parsed, _) => (await TeacherAgreement.MeasureAsync(Common.Data())).Publish(parsed.GetValue(Common.Out)));
        return command;
    }
}
