namespace PromptCompressor.Core.Segments;

/// <summary>What a model says of a segment.</summary>
/// <param name="Words">The keep probability of each word.</param>
/// <param name="Sentences">What each sentence is about; null from a model that does not say.</param>
public sealed record SegmentScores(Score[] Words, SentenceVectors? Sentences);
