using BenchmarkDotNet.Running;
using PromptCompressor.Benchmarks;

if (args is ["overhead"])
{
    await Overhead.PrintAsync();
}
else if (args is ["load", .. var scenarios])
{
    await PromptCompressor.Benchmarks.Load.LoadScenarios.RunAsync(scenarios);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchText).Assembly).Run(args);
}
