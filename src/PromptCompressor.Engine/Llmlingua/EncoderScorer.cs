using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine.Inference;
using PromptCompressor.Engine.Scheduling;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>
/// Runs the model's batch-invariant graph. It is loaded with the first request: most installations never use this mode, and
/// on the CPU the native mode has a graph of its own, so that a second one would cost everybody start time and memory.
/// </summary>
internal sealed class EncoderScorer(Lazy<OnnxEncoder> encoder, InferenceWorkers workers, int maxTokens) : ITokenScorer
{
    /// <summary>The library's window, whatever the model could take.</summary>
    private const int LibraryWindow = 512;

    public int MaxTokens { get; } = Math.Min(maxTokens, LibraryWindow);

    public async Task<float[][]> ScoreAsync(IReadOnlyList<int[]> sequences, AdmissionTicket ticket, StageTimings timings, CancellationToken cancellation)
    {
        using var reservation = workers.Reserve(ticket, encoder.Value, sequences);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var runs = sequences.Select(ids => workers.RunAsync(reservation, encoder.Value, ids, timings, stop.Token)).ToArray();
        try
        {
            var keep = new float[runs.Length][];
            for (var i = 0; i < runs.Length; i++)
            {
                keep[i] = (await runs[i])[..sequences[i].Length];
            }

            return keep;
        }
        catch
        {
            // The rest is of no use any more.
            await stop.CancelAsync();
            await ((Task)Task.WhenAll(runs)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }
}
