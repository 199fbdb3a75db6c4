using PromptCompressor.Core.Segments;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>What a question means, and how much that counts.</summary>
/// <param name="Vector">To be compared with those of sentences.</param>
/// <param name="Weight">What counts for the nearest sentence in meaning; the best one by its words counts 1.</param>
/// <param name="LeastCosine">If the nearest sentence is farther than this, the texts are not about the question, and words alone count; -1 to 1.</param>
public sealed record QuestionMeaning(QuestionVector Vector, double Weight, double LeastCosine);
