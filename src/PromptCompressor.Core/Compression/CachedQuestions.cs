using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Scoring;

namespace PromptCompressor.Core.Compression;

/// <summary>What questions mean to a model, from the cache where it has read them before.</summary>
/// <param name="vectors">The cached vectors of questions.</param>
/// <param name="weight">See <see cref="QuestionMeaning"/>.</param>
/// <param name="leastCosine">See <see cref="QuestionMeaning"/>.</param>
public sealed class CachedQuestions(CachedSegments<string, QuestionVector> vectors, double weight, double leastCosine)
{
    /// <returns>Null without a question, or for one without a word.</returns>
    internal async Task<QuestionMeaning?> MeaningOfAsync(string? question, SegmentRequest request, CancellationToken cancellation)
    {
        if (question is null || !question.Any(char.IsLetterOrDigit))
        {
            return null;
        }

        var (found, _, _) = await vectors.GetAsync([question.Trim()], request, cancellation);
        return new QuestionMeaning(found[0], weight, leastCosine);
    }
}
