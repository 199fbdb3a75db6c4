using System.CommandLine;
using PromptCompressor.Quality.Contents;
using PromptCompressor.Quality.Dialogue;
using PromptCompressor.Quality.Gate;
using PromptCompressor.Quality.Meaning;
using PromptCompressor.Quality.Negative;
using PromptCompressor.Quality.Reference;
using PromptCompressor.Quality.Retrieval;
using PromptCompressor.Quality.Soft;
using PromptCompressor.Quality.Survival;
using PromptCompressor.Quality.Teacher;
using PromptCompressor.Quality.Tools;

var root = new RootCommand("What compression keeps, in figures. Texts are in the folder PROMPTCOMPRESSOR_DATA; see the README beside this program.")
{
    SurvivalCommand.Create(),
    NearnessCommand.Create(),
    FactsCommand.Create(),
    StructureCommand.Create(),
    ToolsCommand.Create(),
    CalculationsCommand.Create(),
    TeacherCommand.Create(),
    SoftCommand.Create(),
    MeaningCommand.Create(),
    ReferenceCommand.Create(),
    NegativeCommand.Create(),
    RetrievalCommand.Create(),
    DialogueCommand.Create(),
    GateCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
