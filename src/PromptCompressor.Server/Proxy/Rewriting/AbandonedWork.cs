namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Work that nothing waits for any more.</summary>
internal static class AbandonedWork
{
    /// <summary>Disposes of a source when the work that it stops has ended: until then the work may look at the token, and its failure is of no use any more.</summary>
    public static void DisposeAfter(this CancellationTokenSource stop, Task work) => work.ContinueWith(
        done =>
        {
            _ = done.Exception;
            stop.Dispose();
        },
        TaskScheduler.Default);
}
