using PromptCompressor.Fuzz.Tokenizers;

namespace PromptCompressor.Fuzz.Meaning;

/// <summary>Makes another text of one, mostly by whole words and by what the rules look for.</summary>
internal static class MeaningMutator
{
    private const int MaxLength = 1_500;

    private static readonly string[] Pieces =
    [
        " not ", " never ", " cannot ", "n't ", " no ", " only ", " unless ", " at most ", " before ", " without ", " nicht ", " kein ", " bis zu ", " ne ", " pas ", " sans ", " no ", " nunca ", " non ", " mai ", " não ", " niet ",
        " nu ", " nie ", "ne", " δεν ", " не ", " без ", " değil ", "madı ", " لا ", " لم ", " नहीं ", "ไม่", "ห้าม", " không ", "不", "没有", "除非", "未", "ない", "ません", " 않는다 ", " 없이 ",
        "\nAnna: ", "\nAgent: ", "\n[10:02] ", "\n> ", "\n- [ ] ", "\n❌ ", "\n1. ", "\nStep 3: ", "\n客服：", "\nBob:\n",
        " one and a half hours ", " 22 Nm ", " 3 ", " 40,5 ", " 2031 ", " § 7 Abs. 2 ", "二十三人", "第十六条", " ยี่สิบสาม ", " २३ ", " two ", " % ",
        ". ", "! ", "? ", "。", "। ", "؟ ", ", ", "，", "; ", " (", ") ", " \"", "\" ", "“", "”", "„", "。。", " … ",
        " != ", " <= ", " && ", " => ", "::", " -> ", "!x", " ~y", " += ", "2>&1", "<b>", "</b>", "<doc id=\"1\">", "</doc>", "<br/>", "\n", "\n\n", " | ", "\n| a | b |\n|---|---|\n| not | 3 |\n",
        " the ", " door ", " valve ", " Dr. ", " der ", " und ", " de ", " la ", "的", " и ",
    ];

    public static string Mutate(string text, IReadOnlyList<string> pool, Random random)
    {
        if (random.Next(4) == 0)
        {
            return TextMutator.Mutate(text, pool, random);
        }

        for (var left = 1 + random.Next(8); left > 0; left--)
        {
            var at = random.Next(text.Length + 1);
            var length = random.Next(3) == 0 ? random.Next(Math.Min(text.Length - at, 1 << random.Next(7)) + 1) : 0;
            var other = pool[random.Next(pool.Count)];
            var from = random.Next(other.Length + 1);
            var piece = random.Next(4) == 0 ? other.Substring(from, Math.Min(other.Length - from, 1 + random.Next(80))) : Pieces[random.Next(Pieces.Length)];
            text = text.Remove(at, length).Insert(at, random.Next(40) == 0 ? string.Concat(Enumerable.Repeat(piece, 1 + random.Next(30))) : piece);
        }

        return text.Length <= MaxLength ? text : text.Substring(random.Next(text.Length - MaxLength), MaxLength);
    }
}
