using PromptCompressor.Core.Errors;

namespace PromptCompressor.Core.Admission;

/// <summary>How requests are refused for which there is no room now.</summary>
public static class Overload
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>An estimate as clients are told it: whole seconds, one to three hundred.</summary>
    public static TimeSpan WaitOf(TimeSpan estimate) =>
        TimeSpan.FromSeconds(Math.Ceiling(Math.Clamp(estimate.TotalSeconds, ShortestWait.TotalSeconds, LongestWait.TotalSeconds)));

    /// <param name="message">What there is no room in, and the setting that decides.</param>
    /// <param name="wait">When there will be, by estimate.</param>
    public static CompressionException Refusal(string message, TimeSpan wait) => new(CompressionErrorKind.Overloaded, message) { RetryAfter = WaitOf(wait) };
}
