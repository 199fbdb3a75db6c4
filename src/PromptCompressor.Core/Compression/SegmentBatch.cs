namespace PromptCompressor.Core.Compression;

/// <summary>
/// Gathers the segments that a request leads, to compute them together. All are added before it runs; who must take a segment over
/// later, since its leader left, computes it alone.
/// </summary>
internal sealed class SegmentBatch(ISegmentComputation computation)
{
    private readonly List<(int Segment, TaskCompletionSource<byte[]> Done)> _waiting = [];
    private volatile bool _started;

    public async ValueTask<byte[]> AddAsync(int segment, CancellationToken cancellation)
    {
        if (_started)
        {
            return (await computation.ComputeAsync([segment], cancellation))[0];
        }

        var done = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((segment, done));
        return await done.Task;
    }

    /// <summary>Never fails: a failure is that of each segment.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        _started = true;
        if (_waiting.Count == 0)
        {
            return;
        }

        try
        {
            var values = await computation.ComputeAsync(_waiting.ConvertAll(one => one.Segment), cancellation);
            for (var i = 0; i < values.Length; i++)
            {
                _waiting[i].Done.SetResult(values[i]);
            }
        }
        catch (OperationCanceledException e)
        {
            _waiting.ForEach(one => one.Done.TrySetCanceled(e.CancellationToken));
        }
        catch (Exception e)
        {
            _waiting.ForEach(one => one.Done.TrySetException(e));
        }
    }
}
