namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>Reads a number from its first digit to the end of its unit.</summary>
internal static class NumberReader
{
    /// <summary>Groups one number may join: enough for a time stamp, few enough that a column of joined figures is no single word.</summary>
    private const int MaxJoins = 16;

    private const string Suffixes = "%٪‰‱°′″×";
    private const string Counters = "章节節月日年時时分秒間间度歳岁円元圆個个人回号號万萬億亿千百点條条页頁週周次名台本枚件階楼级級倍割位組组世紀纪字";

    /// <summary>Counters in a row, as in 3万人 or 10世紀.</summary>
    private const int MaxCounters = 3;

    /// <summary>End of the letters and digits that form one word with the digit at <paramref name="start"/>.</summary>
    public static int SkipRun(string text, int start)
    {
        var i = start;
        while (i < text.Length && (Chars.IsNumeral(text[i]) || Chars.IsJoiningLetter(text[i])))
        {
            i++;
        }

        return i;
    }

    public static int Read(string text, int start, bool afterMonth)
    {
        var end = SkipRun(text, start);
        var commas = 0;
        for (var joins = 0; joins < MaxJoins; joins++)
        {
            end = SkipSuffix(text, end);
            var next = NextGroup(text, end, ref commas);
            if (next < 0)
            {
                break;
            }

            end = SkipRun(text, next);
        }

        end = SkipSuffix(text, end);
        return afterMonth ? SkipYear(text, start, end) : SkipWords(text, end);
    }

    /// <summary>Start of the digits that continue the number behind the separator at <paramref name="end"/>, or -1.</summary>
    private static int NextGroup(string text, int end, ref int commas)
    {
        var separator = Chars.At(text, end);
        var next = end + 1;
        if (Chars.IsIdeographic(Chars.At(text, end - 1)) && Chars.IsNumeral(separator))
        {
            // 3月10日: the counter itself stands between the digits.
            return end;
        }

        switch (separator)
        {
            case '-' or '–' or '‑' or '−' or '/' or '~' or '〜' or '～':
                next += Chars.IsCurrency(Chars.At(text, next)) ? 1 : 0;
                break;
            case '.' or ':' or '+' or '×' or '_' or '·' or '\u066B':
                break;
            case ',' when IsDigitGroup(text, next, 3) || IsDecimal(text, next, commas) || IsIndianGroup(text, next):
                commas++;
                break;
            case '\'' or '’' or '\u066C' or '\u00A0' or '\u202F' or '\u2009' when IsDigitGroup(text, next, 3):
                break;
            default:
                return -1;
        }

        return Chars.IsNumeral(Chars.At(text, next)) ? next : -1;
    }

    /// <summary>Exactly <paramref name="size"/> digits: what a thousands separator has behind it.</summary>
    private static bool IsDigitGroup(string text, int start, int size)
    {
        for (var i = 0; i < size; i++)
        {
            if (!Chars.IsNumeral(Chars.At(text, start + i)))
            {
                return false;
            }
        }

        return !Chars.IsNumeral(Chars.At(text, start + size));
    }

    /// <summary>A first comma with no second one behind its digits is a decimal comma; with one it divides a list.</summary>
    private static bool IsDecimal(string text, int start, int commas)
    {
        if (commas > 0)
        {
            return false;
        }

        const int maxDecimals = 20;
        var i = start;
        while (i - start < maxDecimals && Chars.IsNumeral(Chars.At(text, i)))
        {
            i++;
        }

        return i > start && !(Chars.At(text, i) == ',' && Chars.IsNumeral(Chars.At(text, i + 1)));
    }

    /// <summary>12,34,567: groups of two up to a last one of three.</summary>
    private static bool IsIndianGroup(string text, int start)
    {
        for (var groups = 0; groups < 5 && IsDigitGroup(text, start, 2) && Chars.At(text, start + 2) == ','; groups++)
        {
            start += 3;
            if (IsDigitGroup(text, start, 3))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Signs that stand right behind the digits: percent, degree, currency, counters.</summary>
    private static int SkipSuffix(string text, int end)
    {
        var c = Chars.At(text, end);
        if (c == '×' && Chars.IsNumeral(Chars.At(text, end + 1)))
        {
            return end;
        }

        if (Suffixes.Contains(c, StringComparison.Ordinal) || Chars.IsCurrency(c))
        {
            end++;
            return c == '°' && Chars.At(text, end) is 'C' or 'F' or 'K' && !Chars.IsJoiningLetter(Chars.At(text, end + 1)) ? end + 1 : end;
        }

        for (var counters = 0; counters < MaxCounters && Counters.Contains(Chars.At(text, end), StringComparison.Ordinal); counters++)
        {
            end++;
        }

        return end;
    }

    /// <summary>A unit, or a magnitude and then a unit, one space away each; or the month and year of a date.</summary>
    private static int SkipWords(string text, int end, bool afterMagnitude = false)
    {
        if (!Chars.IsInnerSpace(Chars.At(text, end)))
        {
            return end;
        }

        var start = end + 1;
        var c = Chars.At(text, start);
        if ((Chars.IsCurrency(c) && !Chars.IsNumeral(Chars.At(text, start + 1))) || c is '%' or '‰')
        {
            return start + 1;
        }

        var stop = WordEnd(text, start);
        var word = text.AsSpan(start, stop - start);
        if (NumberWords.IsMonth(word))
        {
            return SkipYear(text, start, stop);
        }

        if (!afterMagnitude && NumberWords.IsMagnitude(word))
        {
            return SkipWords(text, stop, afterMagnitude: true);
        }

        if (NumberWords.IsUnit(word))
        {
            var divisor = Chars.At(text, stop) == '/' ? WordEnd(text, stop + 1) : stop;
            return divisor > stop + 1 ? divisor : stop;
        }

        return text.AsSpan(start).StartsWith("a.m.", StringComparison.Ordinal) || text.AsSpan(start).StartsWith("p.m.", StringComparison.Ordinal)
            ? start + 4
            : end;
    }

    /// <summary>End of the word at <paramref name="start"/>; longer than any unit, it is empty.</summary>
    private static int WordEnd(string text, int start)
    {
        var i = start + (Chars.At(text, start) == '°' ? 1 : 0);
        while (i - start <= NumberWords.MaxLength && Chars.At(text, i) is var c && (Chars.IsJoiningLetter(c) || c is '²' or '³'))
        {
            i++;
        }

        return i - start > NumberWords.MaxLength || char.IsLetterOrDigit(Chars.At(text, i)) ? start : i;
    }

    /// <summary>", 2026" or " 2026" behind the day or the month.</summary>
    private static int SkipYear(string text, int start, int end)
    {
        const int longestDay = 9; // "September" or "10-12th"; a year itself has no second year behind it.
        if (end - start > longestDay || IsDigitGroup(text, start, 4))
        {
            return end;
        }

        var year = end + (Chars.At(text, end) is ',' or '.' ? 1 : 0);
        return Chars.IsInnerSpace(Chars.At(text, year)) && IsDigitGroup(text, year + 1, 4) ? year + 5 : end;
    }
}
