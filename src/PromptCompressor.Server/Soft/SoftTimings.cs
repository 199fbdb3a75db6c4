using PromptCompressor.Core.Compression;
using PromptCompressor.Server.Compress;

namespace PromptCompressor.Server.Soft;

/// <summary>Milliseconds by stage. Batches run in parallel and their stages (<c>queue</c>, <c>infer</c>) add up, so these may exceed <c>total</c>.</summary>
internal sealed record SoftTimings
{
    /// <summary>Tokenizing and cutting into segments.</summary>
    public required double Split { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>On the clock, until the rows were there.</summary>
    public required double Total { get; init; }

    public static SoftTimings Of(StageTimings timings) => new()
    {
        Split = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Split])),
        Cache = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Cache])),
        Queue = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Queue])),
        Infer = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings[Stage.Infer])),
        Total = ResponseBuilder.Milliseconds(TimeSpan.FromMilliseconds(timings.Total)),
    };
}
