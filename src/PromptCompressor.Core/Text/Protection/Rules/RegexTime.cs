namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// The time that all regexes of a request have together, over all its texts: hundreds of times what usual patterns need, and no more
/// for many patterns than for one. Thread-safe.
/// </summary>
public sealed class RegexTime
{
    private static readonly TimeSpan Base = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PerChar = TimeSpan.FromMicroseconds(1);

    private long _left = Base.Ticks;

    /// <summary>Adds what one pattern has for a text of this length.</summary>
    public void AddText(int chars) => Interlocked.Add(ref _left, PerChar.Ticks * chars);

    /// <returns>False if more was spent than there was.</returns>
    public bool TrySpend(TimeSpan time) => Interlocked.Add(ref _left, -time.Ticks) >= 0;
}
