using System.Diagnostics;

namespace PromptCompressor.Core.Telemetry;

/// <summary>How long each stage of one request took. Segments are scored in parallel: their stages add up over all of them.</summary>
public sealed class StageTimings
{
    private readonly long[] _ticks = new long[Enum.GetValues<Stage>().Length];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Milliseconds spent in a stage.</summary>
    public double this[Stage stage] => Milliseconds(Interlocked.Read(ref _ticks[(int)stage]));

    /// <summary>Milliseconds since the request began.</summary>
    public double Total => Milliseconds(Stopwatch.GetTimestamp() - _start);

    /// <summary>Adds the time from now until the result is disposed.</summary>
    public Measurement Measure(Stage stage) => new(this, stage, Stopwatch.GetTimestamp());

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    /// <summary>Adds time that was measured elsewhere.</summary>
    public void Add(Stage stage, TimeSpan time) => Interlocked.Add(ref _ticks[(int)stage], (long)(time.TotalSeconds * Stopwatch.Frequency));

    /// <summary>Adds the stages of a part of the same request.</summary>
    public void Add(StageTimings part)
    {
        for (var i = 0; i < _ticks.Length; i++)
        {
            Interlocked.Add(ref _ticks[i], Interlocked.Read(ref part._ticks[i]));
        }
    }

    public readonly struct Measurement(StageTimings timings, Stage stage, long start) : IDisposable
    {
        public void Dispose() => Interlocked.Add(ref timings._ticks[(int)stage], Stopwatch.GetTimestamp() - start);
    }
}

public enum Stage
{
    /// <summary>Segments, words, protected spans, counting the input.</summary>
    Split,

    /// <summary>Looking segments up and storing them.</summary>
    Cache,

    /// <summary>The encoder's tokenizer.</summary>
    Tokenize,

    /// <summary>Waiting for a free model worker.</summary>
    Queue,

    /// <summary>Running the model.</summary>
    Infer,

    /// <summary>Choosing words and writing the output.</summary>
    Select,
}
