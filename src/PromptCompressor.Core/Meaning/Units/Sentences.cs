using PromptCompressor.Core.Meaning.Words;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Meaning.Units;

/// <summary>The units of a sentence.</summary>
/// <param name="Start">First unit.</param>
/// <param name="End">Behind the last one.</param>
/// <param name="EndMark">The mark that ends it; -1: none.</param>
/// <param name="GoesOn">Its length alone ends it: the next one says more of the same.</param>
internal readonly record struct SentenceRange(int Start, int End, int EndMark, bool GoesOn = false);

/// <summary>
/// Cuts a text into sentences. In doubt two stay one: what denies or limits one of them then also stays with the other, which costs
/// words but no truth.
/// </summary>
internal static class Sentences
{
    /// <summary>A line at least that long that ends without a mark goes on in the next line, if that does not begin like a new one.</summary>
    private const int WrappedLine = 40;

    /// <summary>The same for a next line that begins with a capital letter or a number.</summary>
    private const int SurelyWrappedLine = 60;

    /// <summary>A line that begins with a longer number begins with a date or a count of its own.</summary>
    private const int ShortNumber = 6;

    /// <summary>Behind that many units a comma ends a sentence too, so that endless ones do not stick together.</summary>
    private const int LongSentence = 80;

    /// <summary>A Thai phrase with fewer characters is part of the next: a number and its unit have spaces around them.</summary>
    private const int ShortPhrase = 8;

    /// <param name="text">The text.</param>
    /// <param name="startsAnew">For each unit, whether a rule found that something else begins with it.</param>
    public static List<SentenceRange> Of(UnitText text, bool[] startsAnew)
    {
        var sentences = new List<SentenceRange>();
        var start = 0;
        var lineStart = 0;
        var endMark = -1;
        for (var i = 0; i < text.Count; i++)
        {
            lineStart = text.Gaps[i] >= Gap.Line ? i : lineStart;
            if (text.Kinds[i] == UnitKind.End && text.LastChar(i) is not '…')
            {
                endMark = i;
            }

            if (i + 1 == text.Count || startsAnew[i + 1] || EndsAt(text, start, lineStart, i, ref endMark))
            {
                sentences.Add(new SentenceRange(start, i + 1, endMark, GoesOn: i + 1 < text.Count && !startsAnew[i + 1] && endMark < 0 && IsTooLong(text, start, i) && text.Gaps[i + 1] < Gap.Line));
                start = i + 1;
                endMark = -1;
            }
            else if (text.Kinds[i + 1] is not (UnitKind.Close or UnitKind.Quote))
            {
                endMark = -1;
            }
        }

        return sentences;
    }

    private static bool EndsAt(UnitText text, int start, int lineStart, int i, ref int endMark)
    {
        var gap = text.Gaps[i + 1];
        if (gap == Gap.Paragraph || IsStructure(text.Kinds[i]) || IsStructure(text.Kinds[i + 1]))
        {
            return true;
        }

        if (gap == Gap.Line && !IsWrapped(text, lineStart, i))
        {
            return true;
        }

        if (endMark >= 0)
        {
            return text.Kinds[i + 1] is not (UnitKind.Close or UnitKind.End) && EndsSentence(text, endMark, i + 1, gap);
        }

        return (gap == Gap.Space && i - start >= ShortPhrase && IsThai(text.LastChar(i)) && IsThai(text.FirstChar(i + 1)))
            || IsTooLong(text, start, i);
    }

    private static bool IsTooLong(UnitText text, int start, int i) => text.Kinds[i] == UnitKind.Mark && i - start > LongSentence;

    private static bool EndsSentence(UnitText text, int mark, int next, Gap gap)
    {
        if (text.FirstChar(mark) > '\u2E80')
        {
            return text.Kinds[next] != UnitKind.Quote;
        }

        // The quotation mark behind a full stop closes; with a space before it, it opens the next sentence.
        if (gap == Gap.None)
        {
            return text.Kinds[next] != UnitKind.Quote && text.FirstChar(mark) is '।' or '۔' or '؟';
        }

        return text.FirstChar(mark) != '.' || !(char.IsLower(text.FirstChar(next)) || IsAbbreviation(text, mark, next));
    }

    private static bool IsAbbreviation(UnitText text, int mark, int next)
    {
        if (mark == 0 || text.Gaps[mark] != Gap.None || text[mark].Span.Length > 1)
        {
            return false;
        }

        var isInitial = text[mark - 1].Span.Length == 1 && char.IsLetter(text.FirstChar(mark - 1)) && text.FirstChar(mark - 1) < '\u0600';
        return isInitial || text.Has(mark - 1, Role.Abbreviation) || (text.Has(mark - 1, Role.BeforeNumber) && text.Kinds[next] == UnitKind.Number);
    }

    private static bool IsWrapped(UnitText text, int lineStart, int last)
    {
        var length = text[last].Span.End - text[lineStart].Span.Start;
        var next = last + 1;
        var least = text.Kinds[next] switch
        {
            UnitKind.Word or UnitKind.Unspaced => char.IsUpper(text.FirstChar(next)) ? SurelyWrappedLine : WrappedLine,
            UnitKind.Number when text[next].Span.Length <= ShortNumber => SurelyWrappedLine,
            UnitKind.Open or UnitKind.Quote => SurelyWrappedLine,
            _ => int.MaxValue,
        };
        return length >= least && text.Kinds[last] != UnitKind.End && text.LastChar(last) is not (':' or '：' or ';' or '|');
    }

    private static bool IsStructure(UnitKind kind) => kind is UnitKind.Solid or UnitKind.Cell;

    private static bool IsThai(char c) => Scripts.KindOfFirst([c]) == CharacterKind.Unspaced && c < '\u2E80';
}
