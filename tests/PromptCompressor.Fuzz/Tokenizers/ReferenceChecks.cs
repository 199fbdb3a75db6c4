using System.Text;
using System.Text.Json;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Tokenization.Bpe;
using PromptCompressor.Engine.Tokenization.Unigram;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Against the simplest programs that do the same: all splits in turn, merges one by one, bytes put together again.</summary>
internal static class ReferenceChecks
{
    private const int LongestSplit = 14;
    private const int LongestWord = 200;

    private static readonly UnigramVocabulary Vocabulary = SmallVocabulary();
    private static readonly Dictionary<string, int> BpeIds;
    private static readonly Dictionary<(string, string), int> BpeRanks;
    private static readonly string[] BpeTokens;

    static ReferenceChecks()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Tokenizers.SmolLm2File));
        var model = json.RootElement.GetProperty("model");
        BpeIds = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal);
        BpeTokens = new string[BpeIds.Values.Max() + 1];
        foreach (var (token, id) in BpeIds)
        {
            BpeTokens[id] = token;
        }

        BpeRanks = model.GetProperty("merges").EnumerateArray()
            .Select((merge, rank) => (Pair: merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [.. merge.EnumerateArray().Select(part => part.GetString()!)], rank))
            .ToDictionary(merge => (merge.Pair[0], merge.Pair[1]), merge => merge.rank);
    }

    public static void Check(string text, HashSet<string> outcomes)
    {
        CheckSplits(text, outcomes);
        CheckBytes(text);
        CheckMerges(text, outcomes);
    }

    /// <summary>The split that the lattice finds is the best of all splits.</summary>
    private static void CheckSplits(string text, HashSet<string> outcomes)
    {
        var lattice = new UnigramLattice(Vocabulary);
        for (var start = 0; start < text.Length && start < 4 * LongestSplit; start += LongestSplit)
        {
            // Letters that the small vocabulary knows are in every text somewhere; the rest is unknown.
            var part = string.Concat(text.Substring(start, Math.Min(LongestSplit, text.Length - start)).EnumerateRunes());
            var (end, sum) = (0, 0.0);
            foreach (var piece in lattice.Split(part))
            {
                FuzzException.Unless(piece.Start == end && piece.End > end, $"a split has a gap at {end}");
                end = piece.End;
                sum += piece.Id == UnigramLattice.Unknown ? Vocabulary.UnknownScore : Vocabulary.Score(piece.Id);
                outcomes.Add(piece.Id == UnigramLattice.Unknown ? "split: unknown" : $"split: a piece of {piece.End - piece.Start}");
            }

            FuzzException.Unless(end == part.Length, $"a split ends at {end} of {part.Length}");
            FuzzException.Unless(Math.Abs(sum - BestOf(part)) < 1e-9, $"a split scores {sum}, the best {BestOf(part)}");
        }
    }

    private static double BestOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        Rune.DecodeFromUtf16(text, out _, out var length);
        var best = Vocabulary.UnknownScore + BestOf(text[length..]);
        var node = PieceTrie.Root;
        for (var i = 0; i < text.Length && Vocabulary.Trie.TryStep(node, text[i], out node); i++)
        {
            if (Vocabulary.Trie.PieceAt(node) is >= 0 and var piece)
            {
                best = Math.Max(best, Vocabulary.Score(piece) + BestOf(text[(i + 1)..]));
            }
        }

        return best;
    }

    /// <summary>The bytes of all tokens are the text's, lone surrogates as U+FFFD; a few bytes have no token in this vocabulary.</summary>
    private static void CheckBytes(string text)
    {
        var (ids, offsets) = (new List<int>(), new List<TextSpan>());
        Tokenizers.SmolLm2.Encode(text, ids, offsets);
        var written = string.Concat(ids.Select(id => BpeTokens[id]));
        FuzzException.Unless(written == AlphabetOf(text), "smollm2's tokens are not the bytes of the text");
        FuzzException.Unless(
            written.Length < Encoding.UTF8.GetByteCount(text) || offsets.Count == 0 || (offsets[0].Start == 0 && offsets[^1].End == text.Length),
            "smollm2's tokens do not reach from end to end");
    }

    private static void CheckMerges(string text, HashSet<string> outcomes)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = Gpt2Words.EndOf(text, start);
            FuzzException.Unless(end > start && end <= text.Length, $"a word of {end - start} characters");
            var word = text[start..end];
            start = end;
            if (word.Length > LongestWord)
            {
                outcomes.Add("merges: a long word");
                continue;
            }

            var ids = new List<int>();
            Tokenizers.SmolLm2.Encode(word, ids, []);

            // A word by itself may be cut again, such as white space at the end of the text.
            if (Gpt2Words.EndOf(word, 0) == word.Length)
            {
                FuzzException.Unless(ids.SequenceEqual(Merge(AlphabetOf(word)).Select(token => BpeIds[token])), "smollm2's merges are not those of the plain loop");
            }
        }
    }

    private static List<string> Merge(string word)
    {
        var symbols = word.Select(c => c.ToString()).ToList();
        while (true)
        {
            var (best, at) = (int.MaxValue, -1);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (BpeRanks.TryGetValue((symbols[i], symbols[i + 1]), out var rank) && rank < best)
                {
                    (best, at) = (rank, i);
                }
            }

            if (at < 0)
            {
                return symbols;
            }

            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }

    private static string AlphabetOf(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(ByteAlphabet.CharOf).Where(c => BpeIds.ContainsKey(c.ToString())));

    /// <summary>Few pieces, many of them inside each other, so that there is much to choose.</summary>
    private static UnigramVocabulary SmallVocabulary()
    {
        var vocabulary = new UnigramVocabulary();
        var random = new Random(3);
        string[] pieces =
        [
            " ", "a", "b", "e", "n", "o", "s", "t", "h", "th", "the", "he", " the", "e ", "an", "and", "nd", " a", "on", "ion", "ti", "tion", "es", "st", "est", "ing", "in", "ng", "1", "11", "0", "10",
            ".", "..", "\n", "\n\n", "-", "--", "---", "{", "{\"", "\"", "\":", "|", "| ", "漢", "漢字", "字", "。", "한국", "한", "é", "😀", "😀😀", "▁", "▁the", "▁a",
        ];
        for (var i = 0; i < pieces.Length; i++)
        {
            vocabulary.Add(pieces[i], i, -12 * random.NextDouble());
        }

        return vocabulary;
    }
}
