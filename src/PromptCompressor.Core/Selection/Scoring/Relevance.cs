using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>
/// How much a question asks for each sentence: by the words that both have, and by what both mean, where the model says so. Scores and vectors in
/// the cache know of no question: relevance only moves words up in the order in which they are kept.
/// </summary>
/// <remarks>
/// Constants were tuned on one half of the question sets by the share of answers that survive; see the results of
/// <c>PromptCompressor.Quality survival</c>, which come from the other half.
/// </remarks>
internal static class Relevance
{
    /// <summary>
    /// What the most relevant sentence gains over one that has nothing to do with the question, in log-odds: the model's own
    /// range is 12.5, so that a word it is sure of still beats one it would drop from the best sentence.
    /// </summary>
    private const double Strength = 12;

    /// <summary>What the better one of its neighbours gives a sentence: answers often stand next to what was asked about.</summary>
    private const double NeighbourShare = 0.25;

    /// <summary>A heading names what its paragraph says again.</summary>
    private const double HeadingShare = 0.5;

    /// <summary>Questions of two steps: the best sentences name what other paragraphs tell more of.</summary>
    private const int BridgeSentences = 2;
    private const int BridgeTerms = 8;
    private const double BridgeShare = 0.5;

    /// <summary>A sentence whose cosine is lower than the best one's by this has 1/e of its semantic part.</summary>
    private const double Temperature = 0.15;

    /// <param name="question">In any language.</param>
    /// <param name="meaning">What the question means; null if words alone are compared.</param>
    /// <param name="texts">The texts of the request.</param>
    /// <param name="sentences">The sentences of the texts.</param>
    /// <param name="wordScores">One for each word of each text.</param>
    /// <returns>One for each sentence; null if no sentence has to do with the question.</returns>
    public static SentenceRelevance[]? Of(
        string question, QuestionMeaning? meaning, IReadOnlyList<SegmentedText> texts, IReadOnlyList<Sentence> sentences, IReadOnlyList<Score[]> wordScores)
    {
        var asked = new AskedTerms(question);
        if (asked.Ids.Count == 0)
        {
            return null;
        }

        var words = WordsOf(asked, texts, sentences, wordScores);
        var meanings = meaning is null ? null : MeaningsOf(meaning, sentences);

        // Where all that is shared is a small word, as between a question and a text in two languages, the best sentence by words is not as good as the best by meaning.
        var mostWords = words.Max();
        mostWords = meanings is null || mostWords == 0 ? mostWords : Math.Max(mostWords, TermIndex.WeightOfCertainty(sentences.Count));
        var relevance = new SentenceRelevance[words.Length];
        var best = 0.0;
        for (var i = 0; i < relevance.Length; i++)
        {
            relevance[i] = new SentenceRelevance(mostWords > 0 ? words[i] / mostWords : 0, meanings?[i] ?? 0);
            best = Math.Max(best, relevance[i].Sum);
        }

        return best > 0 ? Array.ConvertAll(relevance, own => own.Times(Strength / best)) : null;
    }

    /// <returns>For each unit of each text what is added to the log-odds of its probability.</returns>
    public static double[][] ShiftsOf(IReadOnlyList<SelectableUnit[]> units, IReadOnlyList<Sentence> sentences, SentenceRelevance[] relevance)
    {
        var shifts = new double[units.Count][];
        var sentence = 0;
        for (var document = 0; document < units.Count; document++)
        {
            shifts[document] = new double[units[document].Length];
            for (var i = 0; i < units[document].Length; i++)
            {
                while (sentences[sentence].Document < document || sentences[sentence].Span.End <= units[document][i].Span.Start)
                {
                    sentence++;
                }

                shifts[document][i] = relevance[sentence].Sum;
            }
        }

        return shifts;
    }

    private static double[] WordsOf(AskedTerms asked, IReadOnlyList<SegmentedText> texts, IReadOnlyList<Sentence> sentences, IReadOnlyList<Score[]> wordScores)
    {
        var index = new TermIndex(texts, sentences, wordScores, asked);
        var scores = index.Score(asked.Ids.ToDictionary(term => term, index.WeightOf), (_, _) => true);
        AddBridges(index, asked.Ids, scores);
        return WithNeighbours(sentences, scores);
    }

    /// <returns>Null where even the nearest sentence is too far from the question to be about it.</returns>
    private static double[]? MeaningsOf(QuestionMeaning meaning, IReadOnlyList<Sentence> sentences)
    {
        var cosines = Similarity.Of(meaning.Vector, sentences);
        var best = cosines.Max();
        return best < meaning.LeastCosine ? null : Array.ConvertAll(cosines, cosine => meaning.Weight * Math.Exp((cosine - best) / Temperature));
    }

    /// <summary>
    /// The terms that say most in the best sentences count in all other paragraphs. Where they come from they would only
    /// raise what is high already.
    /// </summary>
    private static void AddBridges(TermIndex index, IReadOnlySet<ulong> asked, double[] scores)
    {
        var best = Enumerable.Range(0, scores.Length)
            .Where(i => scores[i] > 0)
            .OrderByDescending(i => scores[i])
            .ThenBy(i => i)
            .Take(BridgeSentences)
            .ToHashSet();
        var origins = index.Places
            .Where(place => best.Contains(place.Sentence) && index.IsShared(place.Term) && !asked.Contains(place.Term))
            .GroupBy(place => place.Term, place => index.Sentences[place.Sentence].Paragraph)
            .ToDictionary(places => places.Key, places => places.ToHashSet());
        var weights = origins.Keys
            .Select(term => (Term: term, Weight: index.WeightOf(term)))
            .OrderByDescending(term => term.Weight)
            .ThenBy(term => term.Term)
            .Take(BridgeTerms)
            .ToDictionary(term => term.Term, term => BridgeShare * term.Weight);
        if (weights.Count == 0)
        {
            return;
        }

        var bridged = index.Score(weights, (term, paragraph) => !origins[term].Contains(paragraph));
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] += bridged[i];
        }
    }

    private static double[] WithNeighbours(IReadOnlyList<Sentence> sentences, double[] scores)
    {
        var relevance = new double[scores.Length];
        for (var i = 0; i < scores.Length; i++)
        {
            var neighbour = Math.Max(NeighbourScore(i - 1, i), NeighbourScore(i + 1, i));
            relevance[i] = (scores[i] + (NeighbourShare * neighbour)) * (sentences[i].IsHeading ? HeadingShare : 1);
        }

        return relevance;

        // What a heading says its sentences have already.
        double NeighbourScore(int i, int of) =>
            i >= 0 && i < scores.Length && sentences[i].Paragraph == sentences[of].Paragraph && !sentences[i].IsHeading ? scores[i] : 0;
    }
}
