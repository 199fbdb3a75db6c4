using PromptCompressor.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(TakeTurns))]

// Some tests wait for a second to be over, one after another, while others compute.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
