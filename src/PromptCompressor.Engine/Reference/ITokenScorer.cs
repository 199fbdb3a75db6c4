namespace PromptCompressor.Engine.Reference;

/// <summary>The encoder as reference mode needs it.</summary>
internal interface ITokenScorer
{
    /// <summary>Longest sequence, with what stands around a chunk.</summary>
    int MaxTokens { get; }

    /// <summary>How many sequences are worth scoring at once.</summary>
    int Parallelism { get; }

    /// <summary>The keep probability of each token.</summary>
    /// <param name="ids">At most <see cref="MaxTokens"/>.</param>
    Task<float[]> ScoreAsync(int[] ids, CancellationToken cancellation);
}
