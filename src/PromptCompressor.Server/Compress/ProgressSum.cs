using PromptCompressor.Core.Segments;

namespace PromptCompressor.Server.Compress;

/// <summary>The progress of works that go on beside each other, as that of one. Its total grows as they begin.</summary>
internal sealed class ProgressSum(IProgress<ScoringProgress> whole)
{
    private readonly Lock _lock = new();
    private int _done;
    private int _total;

    public IProgress<ScoringProgress> Part() => new PartProgress(this);

    private void Add(int done, int total)
    {
        lock (_lock)
        {
            _done += done;
            _total += total;
            whole.Report(new ScoringProgress(_done, _total));
        }
    }

    private sealed class PartProgress(ProgressSum sum) : IProgress<ScoringProgress>
    {
        private readonly Lock _lock = new();
        private ScoringProgress _last;

        public void Report(ScoringProgress value)
        {
            lock (_lock)
            {
                sum.Add(Math.Max(0, value.Done - _last.Done), value.Total - _last.Total);
                _last = value with { Done = Math.Max(value.Done, _last.Done) };
            }
        }
    }
}
