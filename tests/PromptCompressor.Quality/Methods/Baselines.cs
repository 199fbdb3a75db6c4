using System.IO.Hashing;
using System.Runtime.InteropServices;
using PromptCompressor.Core.Selection.Scoring;
using PromptCompressor.Quality.Data;

namespace PromptCompressor.Quality.Methods;

/// <summary>What a compressor has to beat: what anyone can do in an afternoon.</summary>
internal static class Baselines
{
    private const double Saturation = 1.2;
    private const double LengthShare = 0.75;

    /// <summary>The same words on every run.</summary>
    public static IMethod RandomWords { get; } = new RankedWords("random words", MethodKind.Words, knowsQuestion: false, (source, _, _) => Shuffled(source));

    /// <summary>The beginning of the text.</summary>
    public static IMethod Prefix { get; } = new RankedWords("prefix", MethodKind.Cut, knowsQuestion: false, (source, _, _) => Enumerable.Range(0, source.Words.Count));

    /// <summary>Sentences spread evenly over the text: every second one at a half. What is left of the budget goes to the rest, from the beginning.</summary>
    public static IMethod EveryKthSentence { get; } = new RankedWords("every k-th sentence", MethodKind.Sentences, knowsQuestion: false, (source, _, kept) =>
    {
        var sentences = source.Sentences();
        return sentences
            .Select((words, i) => (Words: words, IsTaken: Math.Floor((i + 1) * kept) > Math.Floor(i * kept)))
            .OrderByDescending(sentence => sentence.IsTaken)
            .SelectMany(sentence => sentence.Words);
    });

    /// <summary>Sentences by what they say of the question (BM25 with the usual constants), the best first.</summary>
    public static IMethod Bm25Sentences { get; } = new RankedWords("BM25 sentences, with the question", MethodKind.Sentences, knowsQuestion: true, (source, question, _) =>
        ByBm25(source, question, source.Sentences()).SelectMany(words => words));

    /// <summary>The same with whole passages.</summary>
    public static IMethod Bm25Passages { get; } = new RankedWords("BM25 passages, with the question", MethodKind.Sentences, knowsQuestion: true, (source, question, _) =>
        ByBm25(source, question, source.Passages()).SelectMany(words => words));

    /// <summary>Stop words go first, then words at random.</summary>
    /// <param name="language">Whose stop words.</param>
    public static IMethod WithoutStopWords(string language) => new RankedWords("no stop words, then random", MethodKind.Words, knowsQuestion: false, (source, _, _) =>
    {
        var isStopWord = StopWords.Of(language).Find(source);
        return Shuffled(source).OrderBy(word => isStopWord[word]);
    });

    /// <summary>Stop words go first, then the end of the text.</summary>
    /// <param name="language">Whose stop words.</param>
    public static IMethod WithoutStopWordsThenCut(string language) => new RankedWords("no stop words, then prefix", MethodKind.Cut, knowsQuestion: false, (source, _, _) =>
    {
        var isStopWord = StopWords.Of(language).Find(source);
        return Enumerable.Range(0, source.Words.Count).OrderBy(word => isStopWord[word]);
    });

    /// <summary>Words that are frequent in the text and rare in others.</summary>
    /// <param name="others">Texts of the same language, this one among them.</param>
    public static IMethod TfIdfWords(IReadOnlyCollection<SourceText> others)
    {
        var texts = others.SelectMany(source => WordsOf(source).Distinct(StringComparer.Ordinal))
            .CountBy(word => word, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);
        return new RankedWords("TF-IDF words", MethodKind.Words, knowsQuestion: false, (source, _, _) =>
        {
            var words = WordsOf(source).ToArray();
            var frequencies = words.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
            return Enumerable.Range(0, words.Length)
                .OrderByDescending(i => frequencies[words[i]] * Math.Log((1.0 + others.Count) / texts.GetValueOrDefault(words[i], 1)))
                .ThenBy(i => i);
        });
    }

    private static int[] Shuffled(SourceText source)
    {
        var words = Enumerable.Range(0, source.Words.Count).ToArray();
        new Random((int)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(source.Text.AsSpan()))).Shuffle(words);
        return words;
    }

    private static IEnumerable<string> WordsOf(SourceText source) => source.Words.Select(word => word.Of(source.Text).ToString().ToLowerInvariant());

    private static IEnumerable<IReadOnlyList<int>> ByBm25(SourceText source, string question, IReadOnlyList<IReadOnlyList<int>> parts)
    {
        var asked = Terms.Of(question, new SourceText([question]).Words).Select(term => term.Id).ToHashSet();
        var partOf = parts.SelectMany((words, part) => words.Select(_ => part)).ToArray();
        var terms = Terms.Of(source.Text, source.Words).ToLookup(term => partOf[term.Word], term => term.Id);
        var uses = asked.ToDictionary(term => term, term => Enumerable.Range(0, parts.Count).Count(i => terms[i].Contains(term)));
        var meanLength = parts.Average(words => words.Count);
        return parts
            .Select((words, i) => (Words: words, Score: terms[i].Where(asked.Contains).CountBy(term => term).Sum(term => Weight(term.Key, term.Value, words.Count))))
            .OrderByDescending(part => part.Score)
            .Select(part => part.Words);

        double Weight(ulong term, int count, int length)
        {
            var rarity = Math.Log(1 + ((parts.Count - uses[term] + 0.5) / (uses[term] + 0.5)));
            return rarity * count * (Saturation + 1) / (count + (Saturation * (1 - LengthShare + (LengthShare * length / meanLength))));
        }
    }
}
