using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Reference;

/// <summary>
/// Runs the model's batch-invariant graph. It is loaded with the first request: most installations never use this mode, and
/// on the CPU the native mode has a graph of its own, so that a second one would cost everybody start time and memory.
/// </summary>
internal sealed class EncoderScorer(Lazy<OnnxEncoder> encoder, InferenceWorkers workers, int maxTokens) : ITokenScorer
{
    /// <summary>The library's window, whatever the model could take.</summary>
    private const int LibraryWindow = 512;

    public int MaxTokens { get; } = Math.Min(maxTokens, LibraryWindow);

    public int Parallelism => workers.Count * 2;

    public async Task<float[]> ScoreAsync(int[] ids, CancellationToken cancellation)
    {
        var keep = new float[ids.Length];
        await workers.RunAsync(() => encoder.Value.Run(ids, keep, cancellation), cancellation);
        return keep;
    }
}
