namespace PromptCompressor.Server.Compress;

/// <summary>
/// Milliseconds by stage. Segments are scored in parallel and their stages (<c>tokenize</c>, <c>queue</c>, <c>infer</c>) add up over all of
/// them, so these may exceed <c>total</c>.
/// </summary>
internal sealed record Timings
{
    /// <summary>Finding segments, words and protected spans, and counting the input.</summary>
    public required double Split { get; init; }

    /// <summary>The model's tokenizer.</summary>
    public required double Tokenize { get; init; }

    /// <summary>Looking segments up and storing them.</summary>
    public required double Cache { get; init; }

    /// <summary>Waiting for a free model worker.</summary>
    public required double Queue { get; init; }

    /// <summary>Running the model.</summary>
    public required double Infer { get; init; }

    /// <summary>Choosing words to the budget and writing the output.</summary>
    public required double Select { get; init; }

    /// <summary>The whole request on the clock, from the parsed body to the answer.</summary>
    public required double Total { get; init; }
}
