using System.Globalization;
using System.Text;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>What Python's strings and regular expressions do where .NET's do something else.</summary>
internal static class PythonText
{
    /// <summary><c>string.punctuation</c>.</summary>
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

    private const string WordSymbols = "<>=/!@#$%^&*()?\":{}|\\`~;+-";

    /// <summary><c>token in string.punctuation</c>: the substring test that it is, true for <c>()</c> and false for <c>--</c>.</summary>
    public static bool IsInPunctuation(string token) => Punctuation.Contains(token, StringComparison.Ordinal);

    /// <summary><c>re.search(r"\d", token)</c>.</summary>
    public static bool HasDigit(string token)
    {
        foreach (var rune in token.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// <c>re.findall(r'\b\w+\b|[&lt;&gt;=/!@#$%^&amp;*()?":{}|\\`~;_+-]', text)</c>: runs of word characters, and some symbols.
    /// Full stops, commas and quotes are none of them.
    /// </summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        var position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWordCharacter(rune))
            {
                start = start < 0 ? position : start;
            }
            else
            {
                EndWord();
                if (rune.IsAscii && WordSymbols.Contains((char)rune.Value, StringComparison.Ordinal))
                {
                    words.Add(rune.ToString());
                }
            }

            position += rune.Utf16SequenceLength;
        }

        EndWord();
        return words;

        void EndWord()
        {
            if (start >= 0)
            {
                words.Add(text[start..position]);
                start = -1;
            }
        }
    }

    /// <summary><c>f"{value:.1f}"</c>. .NET rounds as exactly, but ties away from zero; a tie at the first decimal ends in .25 or .75.</summary>
    public static string OneDecimal(double value)
    {
        var isTie = double.IsOddInteger(value * 4);
        return (isTie ? Math.Round(value * 10, MidpointRounding.ToEven) / 10 : value).ToString("F1", CultureInfo.InvariantCulture);
    }

    /// <summary>Python's <c>\w</c> takes letters and all numbers, but unlike .NET's no combining marks.</summary>
    private static bool IsWordCharacter(Rune rune) =>
        rune.Value == '_' || Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
