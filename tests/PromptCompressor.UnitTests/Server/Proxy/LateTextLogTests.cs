using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PromptCompressor.Server.Proxy.Forwarding;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.UnitTests.Server.Proxy;

public sealed class LateTextLogTests
{
    [Fact]
    public void LateTexts_AreTold_OnceAMinute_AndNoneIsForgotten()
    {
        var (time, lines) = (new Clock(), new Lines());
        var log = new LateTextLog(Options.Create(new ProxyOptions()), time, lines);

        log.Note(Outcome(RewriteReasons.RawBefore, 5));
        log.Note(Outcome(RewriteReasons.TimeBudget, 1));
        log.Note(Outcome(RewriteReasons.TimeBudget, 2));
        log.Note(Outcome(RewriteReasons.Overloaded, 3));
        time.Seconds = 60;
        log.Note(Outcome(RewriteReasons.TimeBudget, 4));

        Assert.Equal(2, lines.All.Count);
        Assert.Contains("(1 since", lines.All[0], StringComparison.Ordinal);
        Assert.Contains("(9 since", lines.All[1], StringComparison.Ordinal);
    }

    private static RewriteOutcome Outcome(string reason, int texts) =>
        new(OutcomeStatus.Compressed) { Skipped = new Dictionary<string, int> { [reason] = texts } };

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Lines : ILogger<LateTextLog>
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
