using System.Runtime.CompilerServices;

namespace PromptCompressor.IntegrationTests.Support;

internal static class ChildProcesses
{
    /// <summary>
    /// Services that tests start inherit this. Several at a time share the cores with the tests: a heap for each core and compiling twice
    /// pay for one that has the machine to itself for hours.
    /// </summary>
    [ModuleInitializer]
    internal static void TakeLittle()
    {
        Environment.SetEnvironmentVariable("DOTNET_gcServer", "0");
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
    }
}
