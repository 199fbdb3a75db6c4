using Microsoft.Extensions.Logging.Abstractions;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.IntegrationTests.Engine;

/// <summary>Where graphs that are made for a GPU run in tests: on CUDA where the build and the machine have it, so that <c>deploy/gpu-check.sh</c> need not name tests of its own.</summary>
internal static class Device
{
    public static ExecutionProvider Provider { get; } = ExecutionProviders.Choose("auto", NullLogger.Instance);
}
