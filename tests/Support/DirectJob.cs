using PromptCompressor.Core.Compression;

namespace PromptCompressor.TestSupport;

/// <summary>Scores segments at once, without a queue.</summary>
internal sealed class DirectJob(IReadOnlyList<SegmentText> segments, Func<SegmentText, CancellationToken, ValueTask<byte[]>> score) : ISegmentJob
{
    public ValueTask<byte[]> ScoreAsync(int segment, CancellationToken cancellation) => score(segments[segment], cancellation);

    public void Dispose()
    {
    }
}
