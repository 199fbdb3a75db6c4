namespace PromptCompressor.Benchmarks.Load;

/// <summary>The most resident memory that a service has taken, looked at four times a second.</summary>
internal sealed class PeakMemory : IDisposable
{
    private readonly Timer _timer;
    private double _megabytes;

    public PeakMemory(LoadServer server) => _timer = new Timer(_ => _megabytes = Math.Max(_megabytes, server.Memory), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));

    public DateTime Start { get; } = DateTime.UtcNow;

    public double Megabytes => _megabytes;

    public void Dispose() => _timer.Dispose();
}
