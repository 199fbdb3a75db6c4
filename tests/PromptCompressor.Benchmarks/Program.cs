using BenchmarkDotNet.Running;
using PromptCompressor.Benchmarks;
using PromptCompressor.Benchmarks.Proxy;

if (args is ["overhead"])
{
    await Overhead.PrintAsync();
}
else if (args is ["streams"])
{
    await Streams.PrintAsync();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchText).Assembly).Run(args);
}
