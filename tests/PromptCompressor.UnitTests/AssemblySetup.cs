using PromptCompressor.TestSupport;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(TakeTurns))]
