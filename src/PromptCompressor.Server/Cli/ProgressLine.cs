using System.Diagnostics;
using PromptCompressor.Core.Segments;

namespace PromptCompressor.Server.Cli;

/// <summary>Shows on standard error how far a long compression is: in place at a terminal, else a line now and then.</summary>
internal sealed class ProgressLine(TextWriter target, bool isRedirected) : IProgress<ScoringProgress>, IDisposable
{
    /// <summary>Fewer segments are done before anybody wonders.</summary>
    private const int LongInput = 32;

    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private long _last = Stopwatch.GetTimestamp();
    private bool _isLineOpen;

    public void Report(ScoringProgress value)
    {
        lock (_lock)
        {
            if (value.Total < LongInput || Stopwatch.GetElapsedTime(_last) < (isRedirected ? LogInterval : TerminalInterval))
            {
                return;
            }

            _last = Stopwatch.GetTimestamp();
            var line = $"{value.Done} of {value.Total} segments";
            if (isRedirected)
            {
                target.WriteLine(line);
            }
            else
            {
                target.Write($"\r{line}");
                _isLineOpen = true;
            }
        }
    }

    /// <summary>Leaves the terminal's line empty.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isLineOpen)
            {
                target.Write("\r\e[K");
                _isLineOpen = false;
            }
        }
    }
}
