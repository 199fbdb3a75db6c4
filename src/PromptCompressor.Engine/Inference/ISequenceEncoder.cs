namespace PromptCompressor.Engine.Inference;

/// <summary>Runs sequences of token ids. A sequence's result depends on nothing but the sequence. Thread-safe; a run blocks its thread.</summary>
internal interface ISequenceEncoder
{
    /// <summary>The length at which a sequence runs, alone or with others. A function of its own length.</summary>
    int PaddedLength(int length);

    /// <summary>How many sequences of such a length can run at once.</summary>
    int MaxBatch(int length);

    /// <param name="sequences">Token ids, all of one <see cref="PaddedLength"/>.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>For each sequence what the model says of it, such as the keep probability of each token.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a run that is under way stops within milliseconds.</exception>
    float[][] Run(IReadOnlyList<int[]> sequences, CancellationToken cancellation);
}
