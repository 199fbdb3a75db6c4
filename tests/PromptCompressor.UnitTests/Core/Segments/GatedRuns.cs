using System.Threading.Channels;
using PromptCompressor.TestSupport;

namespace PromptCompressor.UnitTests.Core.Segments;

/// <summary>Holds every batch of a <see cref="FakeSegmentModel"/> until the test lets it go on.</summary>
internal sealed class GatedRuns
{
    private readonly Channel<Run> _begun = Channel.CreateUnbounded<Run>();

    public GatedRuns(FakeSegmentModel model) => model.OnCompute = async (segments, cancellation) =>
    {
        var run = new Run(segments);
        _begun.Writer.TryWrite(run);
        await run.Gate.Task.WaitAsync(cancellation);
    };

    /// <summary>The next batch that has begun.</summary>
    public async Task<Run> NextAsync() => await _begun.Reader.ReadAsync().AsTask().WaitAsync(CachedSegmentsTests.Patience);

    public async Task<Run[]> NextAsync(int count)
    {
        var runs = new Run[count];
        for (var i = 0; i < count; i++)
        {
            runs[i] = await NextAsync();
        }

        return [.. runs.OrderBy(run => run.Segments[0], StringComparer.Ordinal)];
    }

    internal sealed class Run(IReadOnlyList<string> segments)
    {
        public IReadOnlyList<string> Segments => segments;

        public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Finish() => Gate.SetResult();

        public void Fail() => Gate.SetException(new InvalidOperationException("the model failed"));
    }
}
