using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Extractive;

/// <summary>Scores the words of a segment: tokenize, run the encoder, average tokens to words.</summary>
internal sealed class ExtractiveScorer(ModelIdentity model, IPieceTokenizer tokenizer, OnnxEncoder encoder, InferenceWorkers workers) : ISegmentScorer
{
    private const int SpecialTokens = 2;

    public ModelIdentity Model => model;

    // One waiting for each one running, so that no worker idles between two segments of a request.
    public int Parallelism => workers.Count * 2;

    public async ValueTask<byte[]> ScoreAsync(SegmentText segment, StageTimings timings, CancellationToken cancellation)
    {
        var ids = new List<int>();
        var offsets = new List<TextSpan>();
        using (timings.Measure(Stage.Tokenize))
        {
            tokenizer.Encode(segment.Span.Of(segment.Text), ids, offsets);
        }

        var keep = new float[ids.Count];
        foreach (var window in Windows.Of(ids.Count, encoder.MaxTokens - SpecialTokens))
        {
            var queued = timings.Measure(Stage.Queue);
            await workers.RunAsync(
                () =>
                {
                    queued.Dispose();
                    using (timings.Measure(Stage.Infer))
                    {
                        RunWindow(ids, window, keep, cancellation);
                    }
                },
                cancellation);
        }

        return WordScores.Of(segment, offsets, keep);
    }

    private void RunWindow(List<int> ids, Range window, float[] keep, CancellationToken cancellation)
    {
        var (start, length) = window.GetOffsetAndLength(ids.Count);
        var sequence = new int[length + SpecialTokens];
        sequence[0] = tokenizer.SpecialIds.Cls;
        ids.CopyTo(start, sequence, 1, length);
        sequence[^1] = tokenizer.SpecialIds.Sep;
        var result = new float[sequence.Length];
        encoder.Run(sequence, result, cancellation);
        result.AsSpan(1, length).CopyTo(keep.AsSpan(start));
    }
}
