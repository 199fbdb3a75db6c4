namespace PromptCompressor.Engine.Scheduling;

/// <summary>How fast one worker runs an encoder, as measured. Not thread-safe.</summary>
internal sealed class EncoderSpeed
{
    /// <summary>Before the first run; the service runs each model once before it is ready.</summary>
    private const double Assumed = 2000;

    /// <summary>What is left of earlier runs with each new one: about the last twenty count.</summary>
    private const double Memory = 0.95;

    private double _tokens;
    private double _seconds;

    public double TokensPerSecond => _seconds > 0 ? _tokens / _seconds : Assumed;

    /// <summary>Learns of a run. Long runs count for more than short ones, as they do in the time that a queue takes.</summary>
    public void Measure(int tokens, TimeSpan time)
    {
        _tokens = (_tokens * Memory) + tokens;
        _seconds = (_seconds * Memory) + Math.Max(time.TotalSeconds, 1e-6);
    }
}
