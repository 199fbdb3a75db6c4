namespace PromptCompressor.Core.Caching;

/// <summary>Where the scores of a segment came from.</summary>
public enum ScoreOrigin
{
    /// <summary>The model ran for it now, for this request or for another one at the same time.</summary>
    Computed,

    /// <summary>This process's memory.</summary>
    Memory,

    /// <summary>The cache that processes share.</summary>
    Shared,

    /// <summary>It is fixed from end to end, so that nobody asked for scores.</summary>
    NotNeeded,
}
