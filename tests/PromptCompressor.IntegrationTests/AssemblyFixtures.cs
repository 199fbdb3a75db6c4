using PromptCompressor.IntegrationTests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(ServiceFixture))]

// Tests share one service and its cores; at the same time they would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
