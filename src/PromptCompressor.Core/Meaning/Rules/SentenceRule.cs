using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// What is kept of a sentence keeps its end mark where another sentence follows in the same line: two facts never run into one. What
/// is kept in front of a semicolon, a dash or the bar of a table keeps that where something follows it. A comma needs words
/// on both sides, and in a sentence that denies or conditions something it stays between two clauses; brackets and quotation marks need each other and words
/// between them. A question stays one.
/// </summary>
internal static class SentenceRule
{
    private const string Separators = ",;:，；：、،؛·";
    private const string Strong = ";；؛·";
    private const string Questions = "?？؟;\u037E";

    /// <summary>How many words a clause has at least: "pears, and plums" is none.</summary>
    private const int FewestWords = 2;

    /// <param name="text">The text.</param>
    /// <param name="sentence">One of its sentences.</param>
    /// <param name="node">Stands for all that it says.</param>
    /// <param name="isGuarded">Whether it denies or conditions something: then clauses stay apart, or what is denied of one would be of the next.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, SentenceRange sentence, int node, bool isGuarded, BindingBuilder bindings)
    {
        if (sentence.EndMark >= 0)
        {
            bindings.Separate(sentence.EndMark, sentence.Start, Separator.NothingBehind);
            BindQuestion(text, sentence, node, bindings);
            if (sentence.End < text.Count && text.Gaps[sentence.End] < Gap.Line && text.Kinds[sentence.End] < UnitKind.Cell)
            {
                bindings.Bind(node, sentence.EndMark);
            }
        }

        // A label is in front of what is said.
        var start = sentence.Start;
        while (start < sentence.End && bindings.IsServant(start))
        {
            start++;
        }

        var partStart = start;
        var isInClause = false;
        for (var i = start; i < sentence.End; i++)
        {
            if (text.Kinds[i] is not (UnitKind.Mark or UnitKind.Symbol) || bindings.IsWhole(i))
            {
                continue;
            }

            // A colon at the end of a line announces what comes next.
            var isLast = i + 1 == sentence.End;
            if (!isLast && DividesParts(text, i))
            {
                var part = bindings.AddNode();
                bindings.Bind(part, i);
                for (var unit = partStart; unit < i; unit++)
                {
                    if (text.IsContent(unit) && !bindings.IsServant(unit))
                    {
                        bindings.Bind(unit, part);
                    }
                }

                bindings.Separate(i, partStart, sentence.End);
                start = partStart = i + 1;
            }
            else if (text.Kinds[i] == UnitKind.Mark && Separators.Contains(text.FirstChar(i), StringComparison.Ordinal))
            {
                bindings.Separate(i, start, isLast && text.FirstChar(i) is ':' or '：' ? Separator.NothingBehind : sentence.End);
                if (isGuarded && !isLast && DividesClauses(text, sentence, start, i, isInClause))
                {
                    // "And" divides as well as the comma in front of it.
                    isInClause = text.Has(i + 1, Role.Clause);
                    bindings.Divide(new Divider(i, partStart..i, (i + (isInClause ? 2 : 1))..sentence.End));
                }

                start = i + 1;
            }
        }

        BindPairs(text, sentence, bindings);
    }

    /// <summary>Without its mark a question states what it asks.</summary>
    private static void BindQuestion(UnitText text, SentenceRange sentence, int node, BindingBuilder bindings)
    {
        for (var i = sentence.EndMark; i >= sentence.Start && text.Kinds[i] == UnitKind.End; i--)
        {
            if (Questions.Contains(text.FirstChar(i), StringComparison.Ordinal))
            {
                bindings.Bind(node, i);
            }
        }
    }

    /// <summary>Whether what stands on both sides of a mark is two facts.</summary>
    private static bool DividesParts(UnitText text, int i)
    {
        if (i + 1 >= text.Count)
        {
            return false;
        }

        var isSpacedBehind = text.Gaps[i + 1] != Gap.None;
        return text.Kinds[i] == UnitKind.Mark
            ? Strong.Contains(text.FirstChar(i), StringComparison.Ordinal) && (isSpacedBehind || text.FirstChar(i) > '\u2E80')
            : text.Of(i) is "—" or "–" or "-" or "--" or "―" or "|" or "——" && (text.Gaps[i] != Gap.None && isSpacedBehind || text.Of(i) is "——");
    }

    /// <summary>
    /// Whether a comma stands between two clauses, and not in a list: one that a word of the tables begins behind it, of two words at least, or the end of
    /// such a one.
    /// </summary>
    private static bool DividesClauses(UnitText text, SentenceRange sentence, int start, int comma, bool isInClause) =>
        (text.Has(comma + 1, Role.Clause) || isInClause) && WordsBetween(text, start, comma) >= FewestWords && WordsBetween(text, comma + 1, sentence.End) >= FewestWords;

    /// <summary>Words up to the next mark.</summary>
    private static int WordsBetween(UnitText text, int from, int to)
    {
        var words = 0;
        for (var i = from; i < to && words < FewestWords && text.Kinds[i] is not (UnitKind.Mark or UnitKind.End); i++)
        {
            words += text.IsWord(i) ? 1 : 0;
        }

        return words;
    }

    private static void BindPairs(UnitText text, SentenceRange sentence, BindingBuilder bindings)
    {
        const int deepest = 16;
        Span<int> open = stackalloc int[deepest];
        var depth = 0;
        for (var i = sentence.Start; i < sentence.End; i++)
        {
            if (text[i].Span.Length > 1 || bindings.IsWhole(i))
            {
                continue;
            }

            if (text.Kinds[i] is UnitKind.Close or UnitKind.Quote && Match(text, open[..depth], text.FirstChar(i)) is >= 0 and var match)
            {
                bindings.Enclose(open[match], i);
                depth = match;
            }
            else if (text.Kinds[i] is UnitKind.Open or UnitKind.Quote && depth < deepest && CanOpen(text, i))
            {
                open[depth++] = i;
            }
        }
    }

    /// <summary>Which of the open marks this one closes; -1: none.</summary>
    private static int Match(UnitText text, ReadOnlySpan<int> open, char close)
    {
        for (var i = open.Length - 1; i >= 0; i--)
        {
            var mark = text.FirstChar(open[i]);
            if (mark == close ? text.Kinds[open[i]] == UnitKind.Quote : UnitKinds.ClosingOf(mark) == close || (mark == '„' && close == '”'))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>A quotation mark right behind a word is an apostrophe or closes what began elsewhere.</summary>
    private static bool CanOpen(UnitText text, int i) => text.Kinds[i] == UnitKind.Open || text.Gaps[i] != Gap.None || !text.IsContent(i - 1);
}
