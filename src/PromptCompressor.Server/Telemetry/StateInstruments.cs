using System.Diagnostics.Metrics;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Engine;
using PromptCompressor.Server.Caching;

namespace PromptCompressor.Server.Telemetry;

/// <summary>Shows the state of the queue and of the cache's levels whenever metrics are collected.</summary>
internal sealed class StateInstruments
{
    /// <param name="meters">The meters of the host.</param>
    /// <param name="engine">Knows what waits for the model.</param>
    /// <param name="memory">The cache's first level.</param>
    /// <param name="state">The state of the second level, if there is one.</param>
    /// <param name="counters">What went in and out of the second level.</param>
    public StateInstruments(IMeterFactory meters, CompressionEngine engine, MemorySegmentCache memory, RedisStatus? state = null, RedisCounters? counters = null)
    {
        var meter = meters.Create(TelemetryNames.Source);
        meter.CreateObservableGauge(TelemetryNames.QueueTokens, () => engine.QueuedTokens, "{token}", "Encoder tokens that wait for the model or run, those included of chats that went on without them.");
        meter.CreateObservableGauge(TelemetryNames.QueueTime, () => engine.Backlog.TotalSeconds, "s", "Seconds that those of them take that a request waits for, at the measured speed; Engine:QueueSeconds is the most.");
        meter.CreateObservableGauge(TelemetryNames.MemoryEntries, () => memory.Count, "{entry}", "Entries of the memory cache.");
        meter.CreateObservableGauge(TelemetryNames.MemoryBytes, () => memory.Bytes, "By", "Size of the memory cache.");
        if (state is null || counters is null)
        {
            return;
        }

        meter.CreateObservableGauge(TelemetryNames.RedisUp, () => state.Reads == true ? 1 : 0, null, "Whether Redis answers.");
        meter.CreateObservableCounter(TelemetryNames.RedisWritten, () => counters.Written, "{segment}", "Values written to Redis.");
        meter.CreateObservableCounter(
            TelemetryNames.RedisLookups,
            () => new Measurement<long>[] { Of(counters.Hits, "hit"), Of(counters.Misses - counters.Corrupt, "miss"), Of(counters.Corrupt, "corrupt") },
            "{segment}",
            "Lookups in Redis by what came back.");

        static Measurement<long> Of(long count, string outcome) => new(count, new KeyValuePair<string, object?>(TelemetryNames.Outcome, outcome));
    }
}
