namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Makes another text of one.</summary>
internal static class TextMutator
{
    private const int MaxLength = 1_200;

    /// <summary>What tokenizers, segments and rules look at.</summary>
    public static readonly string[] Tokens =
    [
        " ", "\n", "\n\n", "\r\n", "\t", "\0", "\u00A0", "\u3000", "\u0085", "\u2028", "\u200B", "\u200D", "\uFEFF", "\u00AD", "\uFFFD", "\uFFFF",
        "\uD800", "\uDC00", "\uDBFF", "e\u0301", "\u0301\u0301", "\u0344", "\uFB01", "\uFDFA", "\u0130", "\u1E9E", "\uD55C\uAD6D", "\u1100\u1161\u11A8", "\u0E33", "\u6F22\u5B57",
        "\uF900", "\u2581", "\U0001F469\u200D\U0001F467", "\U0001F1EB\U0001F1F7", "\U0001D4B3", "\u30C7\u30FC", "\u0627\u0644", "<s>", "</s>", "<unk>", "<mask>", "[CLS]", "##ing", "<|im_start|>",
        "'s", "'ll", "\u2019", "-", "_", "/", ".", "...", "\u2026", "\u3002", "!", "?", ",", ":", ";", "(", ")", "[", "]", "{", "}", "{\"a\":", "\"", "\\\"", "\\", "\\u00e9", "|", "|-|\n", "| a | b |\n",
        "```\n", "~~~", "`", "#", "@", "1", "3.42", "1,000", "\u20AC", "%", "18ms", "2026-03-03", "\u0663", "\u7B2C", "March ", "https://a.example/b?c=d", "a@b.example", "ord_8f3a", "camelCase", "v1.2.3",
        "--flag", "$VAR", "C++", "<llmlingua>", "<llmlingua, rate=0.3>", "<llmlingua, compress=False>", "</llmlingua>", "the", "and", "word", "A",
    ];

    public static string Mutate(string text, IReadOnlyList<string> pool, Random random)
    {
        for (var left = 1 + random.Next(6); left > 0; left--)
        {
            text = MutateOnce(text, pool, random);
        }

        return text.Length <= MaxLength ? text : text.Substring(random.Next(text.Length - MaxLength), MaxLength);
    }

    private static string MutateOnce(string text, IReadOnlyList<string> pool, Random random)
    {
        var at = random.Next(text.Length + 1);
        var length = random.Next(Math.Min(text.Length - at, 1 << random.Next(10)) + 1);
        var piece = text.Substring(at, length);
        var other = pool[random.Next(pool.Count)];
        return random.Next(8) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, piece),
            2 => text.Insert(at, string.Concat(Enumerable.Repeat(piece.Length > 0 ? piece[..Math.Min(piece.Length, 8)] : " ", 1 + random.Next(60)))),
            3 => text.Insert(at, ((char)random.Next(char.MaxValue + 1)).ToString()),
            4 => text.Insert(at, char.ConvertFromUtf32(0x10000 + random.Next(0x100000))),
            5 => text[..at] + other[random.Next(other.Length + 1)..],
            _ => text.Remove(at, random.Next(2) == 0 ? 0 : length).Insert(at, Tokens[random.Next(Tokens.Length)]),
        };
    }
}
