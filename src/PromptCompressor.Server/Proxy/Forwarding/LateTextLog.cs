using Microsoft.Extensions.Options;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Forwarding;

/// <summary>Tells in the log that texts go on as they came for want of time, once a minute at most: else the sidecar saves nothing and says nothing.</summary>
internal sealed partial class LateTextLog(IOptions<ProxyOptions> options, TimeProvider time, ILogger<LateTextLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _texts;
    private long? _last;

    public void Note(RewriteOutcome outcome)
    {
        var late = outcome.Skipped.GetValueOrDefault(RewriteReasons.TimeBudget) + outcome.Skipped.GetValueOrDefault(RewriteReasons.Overloaded);
        if (late == 0)
        {
            return;
        }

        long texts;
        lock (_lock)
        {
            _texts += late;
            if (_last is { } last && time.GetElapsedTime(last) < Pause)
            {
                return;
            }

            _last = time.GetTimestamp();
            (texts, _texts) = (_texts, 0);
        }

        LogLate(logger, texts, options.Value.TimeBudgetMilliseconds);
    }

    [LoggerMessage(EventId = 2606, Level = LogLevel.Warning, Message = "Texts went on as they came ({Texts} since the last such line): the model was not done with them in {Budget} ms (Proxy:TimeBudgetMilliseconds), or its queue was full. On later turns of these conversations they do so again")]
    private static partial void LogLate(ILogger logger, long texts, int budget);
}
