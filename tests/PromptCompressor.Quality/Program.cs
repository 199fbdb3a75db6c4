using PromptCompressor.Quality;

if (args is not ["teacher"])
{
    Console.Error.WriteLine("usage: PromptCompressor.Quality teacher    agreement with the teacher's choice, on PROMPTCOMPRESSOR_DATA/eval/teacher_dev.jsonl");
    return 2;
}

if (Environment.GetEnvironmentVariable("PROMPTCOMPRESSOR_DATA") is not { Length: > 0 } data)
{
    Console.Error.WriteLine("PROMPTCOMPRESSOR_DATA names no folder: there is nothing to measure on.");
    return 2;
}

await TeacherAgreement.PrintAsync(Path.Combine(data, "eval", "teacher_dev.jsonl"));
return 0;
