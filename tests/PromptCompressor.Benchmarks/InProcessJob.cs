using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace PromptCompressor.Benchmarks;

/// <summary>Runs in this process: the models are beside this build, and a second build for each case would only take time.</summary>
internal class InProcessJob : ManualConfig
{
    public InProcessJob(Job job)
    {
        AddJob(job.WithToolchain(InProcessNoEmitToolchain.Instance));
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}

/// <summary>For benchmarks of microseconds.</summary>
internal sealed class ShortJob() : InProcessJob(Job.ShortRun);

/// <summary>For benchmarks of seconds: one call is one measurement.</summary>
internal sealed class LongJob() : InProcessJob(Job.Dry.WithWarmupCount(1).WithIterationCount(5));
