using System.Text;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Core.Meaning.Units;

/// <summary>Tells what a unit is by its first character and the rule that protects it.</summary>
internal static class UnitKinds
{
    private const string Ends = ".!?…。！？．؟।۔\u037E";
    private const string Marks = ",;:，；：、،؛·¿¡";
    private const string Opening = "([{（［｛【「『〈《“«„‘‚";
    private const string Closing = ")]}）］｝】」』〉》”»’";
    private const string Quotes = "\"'`";

    public static UnitKind Of(in SelectableUnit unit, ReadOnlySpan<char> text) => unit.Rule switch
    {
        LlmlinguaTags.TagRule => UnitKind.Tag,
        JsonRule.RuleName or "code_fence" => UnitKind.Solid,
        "markdown_table" => UnitKind.Cell,
        "number" => UnitKind.Number,
        _ => OfText(text),
    };

    /// <summary>The mark that closes what this one opens; NUL: none.</summary>
    public static char ClosingOf(char open)
    {
        var at = Opening.IndexOf(open, StringComparison.Ordinal);
        return at < 0 ? '\0' : ")]}）］｝】」』〉》”»“’‘"[at];
    }

    private static UnitKind OfText(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var first, out _);
        switch (Scripts.KindOf(first))
        {
            case CharacterKind.Letter:
                return ContainsDigit(text) ? UnitKind.Number : UnitKind.Word;
            case CharacterKind.Katakana or CharacterKind.Unspaced:
                return UnitKind.Unspaced;
        }

        var c = text[0];
        return text.Length > 1 && text[^1] != c ? (ContainsDigit(text) ? UnitKind.Number : HasLetter(text) ? UnitKind.Word : UnitKind.Symbol)
            : Ends.Contains(c, StringComparison.Ordinal) ? UnitKind.End
            : Marks.Contains(c, StringComparison.Ordinal) ? UnitKind.Mark
            : Opening.Contains(c, StringComparison.Ordinal) ? UnitKind.Open
            : Closing.Contains(c, StringComparison.Ordinal) ? UnitKind.Close
            : Quotes.Contains(c, StringComparison.Ordinal) ? UnitKind.Quote
            : UnitKind.Symbol;
    }

    private static bool HasLetter(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsDigit(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsDigit(c))
            {
                return true;
            }
        }

        return false;
    }
}
