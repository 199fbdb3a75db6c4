namespace PromptCompressor.Core.Telemetry;

/// <summary>
/// What metrics, spans and their tags are called: dashboards and alerts rely on it. Prometheus shows dots as underscores and
/// adds the unit, and <c>_total</c> to counters.
/// </summary>
public static class TelemetryNames
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Source = "PromptCompressor";

    /// <summary>The span of one compression.</summary>
    public const string CompressSpan = "compress";

    /// <summary>Counter: compressions by <see cref="Model"/>, <see cref="Compressor"/> and <see cref="Outcome"/>.</summary>
    public const string Compressions = "promptcompressor.compressions";

    /// <summary>Histogram, seconds: a compression from start to end, by <see cref="Model"/> and <see cref="Compressor"/>.</summary>
    public const string CompressionDuration = "promptcompressor.compression.duration";

    /// <summary>Histogram, seconds: a stage of a compression, by <see cref="Model"/>, <see cref="Compressor"/> and <see cref="StageTag"/>. Segments run in parallel and their times add up.</summary>
    public const string StageDuration = "promptcompressor.stage.duration";

    /// <summary>Counter: tokens given, by <see cref="Model"/> and <see cref="Compressor"/>; counted with the tokenizer that each request names.</summary>
    public const string TokensIn = "promptcompressor.tokens.in";

    /// <summary>Counter: tokens given back, or rows of embeddings, by <see cref="Model"/> and <see cref="Compressor"/>.</summary>
    public const string TokensOut = "promptcompressor.tokens.out";

    /// <summary>Counter: the difference, by <see cref="Model"/> and <see cref="Compressor"/>.</summary>
    public const string TokensSaved = "promptcompressor.tokens.saved";

    /// <summary>Counter: segments needed, by <see cref="Model"/>, <see cref="Compressor"/> and <see cref="Level"/>.</summary>
    public const string Segments = "promptcompressor.segments";

    /// <summary>Gauge: encoder tokens that wait for the model or run.</summary>
    public const string QueueTokens = "promptcompressor.queue.tokens";

    /// <summary>Gauge, seconds: how long they take at the measured speed.</summary>
    public const string QueueTime = "promptcompressor.queue.time";

    /// <summary>Gauge: entries of the memory cache.</summary>
    public const string MemoryEntries = "promptcompressor.cache.memory.entries";

    /// <summary>Gauge, bytes: size of the memory cache.</summary>
    public const string MemoryBytes = "promptcompressor.cache.memory.size";

    /// <summary>Gauge: 1 while Redis answers, 0 while it does not; absent without one.</summary>
    public const string RedisUp = "promptcompressor.cache.redis.up";

    /// <summary>Counter: lookups in Redis by <see cref="Outcome"/>: hit, miss or corrupt.</summary>
    public const string RedisLookups = "promptcompressor.cache.redis.lookups";

    /// <summary>Counter: values written to Redis.</summary>
    public const string RedisWritten = "promptcompressor.cache.redis.written";

    /// <summary>Counter: requests that the sidecar treated, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProxyRequests = "promptcompressor.proxy.requests";

    /// <summary>Counter: tokens of the texts that were compressed, before, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProxyTokensOriginal = "promptcompressor.proxy.tokens.original";

    /// <summary>Counter: tokens of the same texts afterwards, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProxyTokensCompressed = "promptcompressor.proxy.tokens.compressed";

    /// <summary>Histogram, seconds: time that the sidecar held a chat, from its whole body to the first byte that goes on, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProxyDuration = "promptcompressor.proxy.duration";

    /// <summary>Counter: estimated money saved, in the currency of the prices that are set, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProxySavedCost = "promptcompressor.proxy.saved.cost";

    /// <summary>Counter: texts of users, models, tools and documents that went on as they came, by <see cref="Reason"/>.</summary>
    public const string ProxyTextsSkipped = "promptcompressor.proxy.texts.skipped";

    /// <summary>Counter: answers in which the provider told what it counted, by <see cref="Status"/> and <see cref="Reason"/>.</summary>
    public const string ProviderAnswers = "promptcompressor.proxy.provider.answers";

    /// <summary>Counter: tokens as the provider counted them, by <see cref="Status"/>, <see cref="Reason"/> and <see cref="Kind"/>.</summary>
    public const string ProviderTokens = "promptcompressor.proxy.provider.tokens";

    /// <summary>Tag: id of the model.</summary>
    public const string Model = "model";

    /// <summary>Tag: the kind of compressor, such as extractive or soft.</summary>
    public const string Compressor = "compressor";

    /// <summary>Tag: how it ended.</summary>
    public const string Outcome = "outcome";

    /// <summary>Tag: name of the stage.</summary>
    public const string StageTag = "stage";

    /// <summary>Tag: where a score came from.</summary>
    public const string Level = "level";

    /// <summary>Tag: how the sidecar treated a request: compressed, skipped, bypassed or failed-open.</summary>
    public const string Status = "status";

    /// <summary>Tag: why; absent from what was compressed.</summary>
    public const string Reason = "reason";

    /// <summary>Tag: input, cache_read or cache_written.</summary>
    public const string Kind = "kind";
}
