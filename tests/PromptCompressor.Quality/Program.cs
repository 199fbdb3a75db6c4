using System.Globalization;
using PromptCompressor.Quality;

const string Usage = """
    usage: PromptCompressor.Quality COMMAND, on the data in the folder PROMPTCOMPRESSOR_DATA
      teacher     agreement with the teacher's choice (eval/teacher_dev.jsonl)
      survival    how often the answer to a question survives compression, with and without the question (eval/qa.jsonl.gz)
          --kept 0.25,0.5    shares of the tokens to keep; default 0.25
          --limit 20         questions of a set and language at most; default all
          --model ID         default: the service's
          --tuning           the half of the questions that constants were tuned on
      soft        what concept embeddings tell a generator of a context (eval/qa.jsonl.gz)
          --generator PATH   GGUF file of the generator that the soft model was made for; needed
          --limit 40         questions; default 40
    """;

Func<string, Task>? command = args switch
{
    ["teacher"] => data => TeacherAgreement.PrintAsync(Path.Combine(data, "eval", "teacher_dev.jsonl")),
    ["survival", .. var rest] when SurvivalOptions.Parse(rest) is { } options =>
        data => new Survival(options).PrintAsync(Path.Combine(data, "eval", "qa.jsonl.gz")),
    ["soft", "--generator", var path] => data => new SoftRecovery(path, 40).PrintAsync(Path.Combine(data, "eval", "qa.jsonl.gz")),
    ["soft", "--generator", var path, "--limit", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 =>
        data => new SoftRecovery(path, limit).PrintAsync(Path.Combine(data, "eval", "qa.jsonl.gz")),
    _ => null,
};

if (command is null)
{
    Console.Error.WriteLine(Usage);
    return 2;
}

if (Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_DATA") is not { Length: > 0 } folder)
{
    Console.Error.WriteLine("PROMPTCOMPRESSOR_DATA names no folder: there is nothing to measure on.");
    return 2;
}

try
{
    await command(folder);
    return 0;
}
catch (FileNotFoundException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
