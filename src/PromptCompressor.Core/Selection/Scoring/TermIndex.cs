using System.Runtime.InteropServices;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Scoring;

/// <summary>Which terms stand in which sentences of a request, and how much each term says.</summary>
internal sealed class TermIndex
{
    // BM25's usual constants; other values changed nothing.
    private const double K1 = 1.2;
    private const double B = 0.5;

    /// <summary>How much of a heading's terms each sentence under it is taken to say.</summary>
    private const double HeadingShare = 0.5;

    private readonly List<(int Sentence, ulong Term)> _places = [];
    private readonly Dictionary<ulong, Use> _uses = [];
    private readonly int[] _lengths;
    private readonly double _meanLength;

    /// <param name="texts">The texts of the request.</param>
    /// <param name="sentences">Theirs.</param>
    /// <param name="wordScores">One for each word of each text.</param>
    /// <param name="asked">What is looked for in compounds too.</param>
    public TermIndex(IReadOnlyList<SegmentedText> texts, IReadOnlyList<Sentence> sentences, IReadOnlyList<Score[]> wordScores, AskedTerms asked)
    {
        Sentences = sentences;
        _lengths = new int[sentences.Count];
        var sentence = 0;
        for (var document = 0; document < texts.Count; document++)
        {
            foreach (var term in Terms.Of(texts[document].Text, texts[document].Words, asked))
            {
                while (sentences[sentence].Document < document || sentences[sentence].Span.End <= texts[document].Words[term.Word].Start)
                {
                    sentence++;
                }

                Add(sentence, term.Id, wordScores[document][term.Word]);
            }
        }

        _meanLength = Math.Max(1, (double)_places.Count / sentences.Count);
    }

    public IReadOnlyList<Sentence> Sentences { get; }

    public IEnumerable<(int Sentence, ulong Term)> Places => _places;

    /// <summary>What a term would weigh that one sentence alone has, and that the model is sure to keep.</summary>
    /// <param name="sentences">How many there are.</param>
    public static double WeightOfCertainty(int sentences) => Rarity(1, sentences);

    /// <summary>
    /// A term says much if few sentences have it and the model finds it worth keeping where it stands. The model stands in for
    /// the stop words of every language.
    /// </summary>
    public double WeightOf(ulong term)
    {
        var use = _uses.GetValueOrDefault(term);
        return use.Places == 0 ? 0 : Rarity(use.Sentences, Sentences.Count) * use.Scores / ((double)Segments.Score.MaxValue * use.Places);
    }

    /// <summary>Whether more than one sentence has it.</summary>
    public bool IsShared(ulong term) => _uses.GetValueOrDefault(term).Sentences > 1;

    /// <summary>How much each sentence says of the terms (BM25).</summary>
    /// <param name="weights">The terms looked for.</param>
    /// <param name="counts">Whether a term counts in a paragraph.</param>
    public double[] Score(IReadOnlyDictionary<ulong, double> weights, Func<ulong, int, bool> counts)
    {
        var scores = new double[Sentences.Count];
        var heading = new Dictionary<ulong, double>();
        var found = new Dictionary<ulong, double>();
        var next = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var paragraph = Sentences[i].Paragraph;
            if (i > 0 && paragraph != Sentences[i - 1].Paragraph)
            {
                heading.Clear();
            }

            found.Clear();
            foreach (var (term, share) in heading)
            {
                found[term] = share;
            }

            for (; next < _places.Count && _places[next].Sentence == i; next++)
            {
                var term = _places[next].Term;
                if (weights.ContainsKey(term) && counts(term, paragraph))
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(found, term, out _)++;
                }
            }

            var damping = K1 * (1 - B + (B * _lengths[i] / _meanLength));
            foreach (var (term, count) in found)
            {
                scores[i] += weights[term] * count * (K1 + 1) / (count + damping);
            }

            if (Sentences[i].IsHeading)
            {
                foreach (var (term, count) in found)
                {
                    heading[term] = count * HeadingShare;
                }
            }
        }

        return scores;
    }

    private static double Rarity(int uses, int sentences) => Math.Log(1 + ((sentences - uses + 0.5) / (uses + 0.5)));

    private void Add(int sentence, ulong term, Score score)
    {
        _places.Add((sentence, term));
        _lengths[sentence]++;
        ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(_uses, term, out var known);
        use.Sentences += known && use.LastSentence == sentence ? 0 : 1;
        use.LastSentence = sentence;
        use.Places++;
        use.Scores += score.Value;
    }

    private struct Use
    {
        public int Sentences;
        public int LastSentence;
        public int Places;
        public long Scores;
    }
}
