using PromptCompressor.IntegrationTests.Support;
using PromptCompressor.TestSupport;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(ServiceFixture))]
[assembly: TestPipelineStartup(typeof(TakeTurns))]

// Many tests wait, for a browser, another process or a server, while others compute.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 3)]
