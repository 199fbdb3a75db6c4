namespace PromptCompressor.Core.Caching;

/// <summary>Where the scores or rows of a segment came from.</summary>
public enum ValueSource
{
    /// <summary>The model ran for it now, for this request or for another one at the same time.</summary>
    Computed,

    /// <summary>This process's memory.</summary>
    Memory,

    /// <summary>The cache that processes share.</summary>
    Shared,

    /// <summary>The model was not needed: the segment is fixed from end to end, or its rows are exact.</summary>
    NotNeeded,
}
