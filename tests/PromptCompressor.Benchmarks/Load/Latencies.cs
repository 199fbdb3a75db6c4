namespace PromptCompressor.Benchmarks.Load;

/// <summary>Milliseconds from when requests were due, not from when they could be sent: a stalled service hides nothing.</summary>
internal sealed class Latencies(IEnumerable<double> milliseconds)
{
    private readonly double[] _sorted = [.. milliseconds.Order()];

    public int Count => _sorted.Length;

    public double this[double percentile] => _sorted.Length == 0 ? double.NaN : _sorted[(int)Math.Min(_sorted.Length - 1, _sorted.Length * percentile / 100)];
}
