using BenchmarkDotNet.Running;
using PromptCompressor.Benchmarks;

switch (args)
{
    case ["overhead"]:
        await Overhead.PrintAsync();
        break;
    case ["playground"]:
        await PlaygroundTimes.PrintAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(BenchText).Assembly).Run(args);
        break;
}
