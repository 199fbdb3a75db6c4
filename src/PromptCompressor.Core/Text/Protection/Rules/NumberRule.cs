namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>
/// Numbers with all that gives them their meaning: sign, separators, currency, percent, unit, the rest of a date, a range or a ratio. A number cut
/// at its decimal point or parted from its unit is worse than none. <see cref="NumberReader"/> reads to the right; this class finds the start.
/// </summary>
internal sealed class NumberRule : IProtectionRule
{
    private const string Signs = "+-−±~≈<>≤≥";
    private const string Markers = "§№第约約";

    public string Name => "number";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        var position = 0;
        while (position < text.Length)
        {
            var offset = text.AsSpan(position).IndexOfAny(Chars.Numerals);
            if (offset < 0)
            {
                return;
            }

            var at = position + offset;
            var first = Chars.At(text, at - 1);
            if (at > position && IsPartOfName(text, at, first))
            {
                position = NumberReader.SkipRun(text, at);
                continue;
            }

            var start = Start(text, position, at, out var hasMonth);
            var end = NumberReader.Read(text, at, hasMonth);
            found.Add(new ProtectedSpan(new TextSpan(start, end), ProtectionKind.Whole, Name));
            position = end;
        }
    }

    /// <summary>Digits behind a letter belong to a name such as E1042, but for the v of a version.</summary>
    private static bool IsPartOfName(string text, int at, char before) =>
        (Chars.IsJoiningLetter(before) && !IsVersionMark(text, at)) || before == '_';

    private static bool IsVersionMark(string text, int at) =>
        text[at - 1] is 'v' or 'V' && Chars.At(text, at - 2) is var c && !Chars.IsJoiningLetter(c) && !Chars.IsNumeral(c) && c != '_';

    /// <summary>Takes in what stands before the first digit, never going back behind <paramref name="lowest"/>.</summary>
    private static int Start(string text, int lowest, int at, out bool hasMonth)
    {
        var start = at;
        if (start > lowest && IsVersionMark(text, at))
        {
            start--;
        }

        start = TakeSign(text, lowest, start);
        var isMarked = start > lowest && (Chars.IsCurrency(text[start - 1]) || Markers.Contains(text[start - 1], StringComparison.Ordinal));
        if (isMarked)
        {
            start = TakeSign(text, lowest, TakeCountry(text, lowest, start - 1));
        }
        else if (start - 1 > lowest && Chars.IsInnerSpace(text[start - 1]) && IsSpacedMarker(text, lowest, start - 2))
        {
            start -= 2;
        }

        hasMonth = false;
        if (start - 1 > lowest && Chars.IsInnerSpace(text[start - 1]))
        {
            var end = text[start - 2] == '.' ? start - 2 : start - 1;
            var word = end;
            var bound = Math.Max(lowest, end - NumberWords.MaxLength);
            while (word > bound && char.IsAsciiLetter(text[word - 1]))
            {
                word--;
            }

            var name = text.AsSpan(word, end - word);
            hasMonth = NumberWords.IsMonth(name);
            if (hasMonth || (end == start - 1 && NumberWords.IsCurrencyCode(name)))
            {
                start = word;
            }
        }

        return start;
    }

    /// <summary>A sign counts where no other number or word stands right before it: in "10-12" the dash is none.</summary>
    private static int TakeSign(string text, int lowest, int start)
    {
        if (start <= lowest || !Signs.Contains(text[start - 1], StringComparison.Ordinal))
        {
            return start;
        }

        var before = Chars.At(text, start - 2);
        var isFree = !char.IsLetterOrDigit(before) && before is not (')' or ']' or '%' or '-' or '+' or '_' or '=');
        return start - 1 == lowest || isFree ? start - 1 : start;
    }

    /// <summary>The letters of US$ and A$.</summary>
    private static int TakeCountry(string text, int lowest, int start)
    {
        var i = start;
        while (i > lowest && start - i < 3 && char.IsAsciiLetterUpper(text[i - 1]))
        {
            i--;
        }

        return i > 0 && Chars.IsJoiningLetter(text[i - 1]) ? start : i;
    }

    /// <summary>A currency or section sign one space before the number; "5 € 3 apples" keeps its € with the 5.</summary>
    private static bool IsSpacedMarker(string text, int lowest, int index) =>
        index >= lowest && (Chars.IsCurrency(text[index]) || text[index] is '§' or '№')
            && !(index > 0 && Chars.IsNumeral(text[index - 1]));
}
