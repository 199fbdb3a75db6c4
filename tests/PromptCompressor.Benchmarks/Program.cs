using BenchmarkDotNet.Running;
using PromptCompressor.Benchmarks;

if (args is ["overhead"])
{
    await Overhead.PrintAsync();
}
else if (args is ["soft"])
{
    await SoftCost.PrintAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchText).Assembly).Run(args);
}
