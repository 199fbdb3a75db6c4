using Xunit.Sdk;
using Xunit.v3;

namespace PromptCompressor.TestSupport;

/// <summary>
/// `dotnet test` starts the test projects at the same time. Together they would need more than 3 GB, and on two cores they would not
/// end sooner: so each waits until no other one runs.
/// </summary>
public sealed class TakeTurns : ITestPipelineStartup
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);

    private FileStream? _lock;

    public async ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        var path = Path.Combine(TestPaths.Root, "artifacts", "tests.lock");
        while (_lock is null)
        {
            try
            {
                _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(BetweenTries);
            }
        }
    }

    public ValueTask StopAsync() => _lock?.DisposeAsync() ?? ValueTask.CompletedTask;
}
