using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// A number in words, or with a unit that protection does not know, is one: <c>one and a half hours</c>, <c>22 Nm</c>, <c>§ 7 Abs. 2</c>,
/// 第十六条. And what follows a number stays with it, so that no two numbers become one where the words between them are gone.
/// </summary>
internal static class QuantityRule
{
    /// <summary>A column of numbers is no number.</summary>
    private const int MostUnits = 24;

    /// <summary>How far the next number may be for the two to become one.</summary>
    private const int Reach = 60;

    public static void Bind(UnitText text, BindingBuilder bindings)
    {
        for (var i = 0; i < text.Count;)
        {
            var start = i;
            var end = IsLabelOfNumber(text, i, out var number) ? End(text, number) : IsNumber(text, i) ? End(text, i) : i;
            if (end == start)
            {
                i++;
                continue;
            }

            bindings.MakeWhole(start, end);
            BindDivider(text, end, bindings);
            i = end;
        }
    }

    private static bool IsNumber(UnitText text, int i) => text.Kinds[i] == UnitKind.Number || text.Has(i, Role.Number);

    /// <summary><c>Article 16</c>, <c>Abs. 2</c>, 第三.</summary>
    private static bool IsLabelOfNumber(UnitText text, int i, out int number)
    {
        var levels = 2;
        return IsLabelOfNumber(text, i, ref levels, out number);
    }

    private static bool IsLabelOfNumber(UnitText text, int i, ref int levels, out int number)
    {
        number = Next(text, i);
        var couldBe = number < text.Count && (text.Has(i, Role.BeforeNumber) || text.Kinds[number] is UnitKind.Number or UnitKind.End);
        if (!couldBe)
        {
            return false;
        }

        if (text.Has(i, Role.BeforeNumber) && text.Gaps[number] <= Gap.Space && !IsNumber(text, number) && levels-- > 0 && IsLabelOfNumber(text, number, ref levels, out var inner))
        {
            number = inner;
            return true;
        }

        var isLetter = text.Kinds[i] == UnitKind.Word && text[i].Span.Length == 1 && char.IsUpper(text.FirstChar(i));
        if (number < text.Count && text.Of(number) is "." && text.Gaps[number] == Gap.None && (isLetter || text.Has(i, Role.BeforeNumber)))
        {
            number++;
            return number < text.Count && text.Gaps[number] <= Gap.Space
                && (text.Kinds[number] == UnitKind.Number || (!isLetter && text[number].Span.Length == 1 && text.Kinds[number] == UnitKind.Word));
        }

        // ISO 9001, %12.
        if (number < text.Count && text.Gaps[number] <= Gap.Space && text.Kinds[number] == UnitKind.Number && (IsAcronym(text.Of(i)) || (text.Of(i) is "%" && text.Gaps[number] == Gap.None)))
        {
            return true;
        }

        return text.Has(i, Role.BeforeNumber) && number < text.Count && text.Gaps[number] <= Gap.Space && IsNumber(text, number);
    }

    private static bool IsAcronym(ReadOnlySpan<char> word) => word.Length is > 1 and < 6 && !word.ContainsAnyExceptInRange('A', 'Z');

    private static int Next(UnitText text, int i) => i + Math.Max(1, text.LengthAt(i));

    private static int End(UnitText text, int first)
    {
        var end = Next(text, first);
        while (end < text.Count && end - first < MostUnits && text.Gaps[end] <= Gap.Space)
        {
            if (IsNumber(text, end) || text.Has(end, Role.Unit))
            {
                end = Next(text, end);
                continue;
            }

            if (IsLabelOfNumber(text, end, out var number) && (text.Has(end, Role.BeforeNumber) || text.Gaps[end] == Gap.None || text.Of(end) is "%"))
            {
                end = Next(text, number);
                continue;
            }

            if (IsSubdivision(text, end))
            {
                end += 3;
                continue;
            }

            number = BehindOrdinal(text, end);
            number = number < 0 ? BehindJoint(text, end) : number;
            number = number < 0 ? EndOfRatio(text, end) : number;
            if (number < 0)
            {
                break;
            }

            end = Next(text, number);
        }

        return end;
    }

    /// <summary>The <c>(b)</c> of <c>16(2)(b)</c>.</summary>
    private static bool IsSubdivision(UnitText text, int at)
    {
        const int longest = 4;
        return at + 2 < text.Count && text.Of(at) is "(" && text.Of(at + 2) is ")" && text[at + 1].Span.Length <= longest
            && text.Gaps[at] == Gap.None && text.Gaps[at + 1] == Gap.None && text.Gaps[at + 2] == Gap.None;
    }

    /// <summary><c>3. Juni</c>, <c>3. bis 9.</c>: what follows the full stop of an ordinal number; -1: it is none.</summary>
    private static int BehindOrdinal(UnitText text, int at)
    {
        var next = at + 1;
        return text.Of(at) is "." && text.Gaps[at] == Gap.None && char.IsDigit(text.LastChar(at - 1)) && next < text.Count && text.Gaps[next] == Gap.Space
            ? text.Has(next, Role.Unit) ? next : BehindJoint(text, next)
            : -1;
    }

    /// <summary><c>U/min</c>, <c>kW/h</c>: the last word of a unit of two; -1: there is none.</summary>
    private static int EndOfRatio(UnitText text, int at)
    {
        const int longest = 4;
        return at + 2 < text.Count && text.Kinds[at] == UnitKind.Word && text[at].Span.Length <= longest && text.Of(at + 1) is "/" && text.Gaps[at + 1] == Gap.None
            && text.Gaps[at + 2] == Gap.None && text.Kinds[at + 2] == UnitKind.Word && text[at + 2].Span.Length <= longest
            ? at + 2
            : -1;
    }

    /// <summary>The number behind what joins it to the one before: <c>and a</c>, <c>±</c>, <c>(b)</c>; -1: nothing does.</summary>
    private static int BehindJoint(UnitText text, int at)
    {
        var next = at;
        for (var joints = 0; joints < 2 && next < text.Count && text.Gaps[next] <= Gap.Space; joints++)
        {
            var isJoint = text.Has(next, Role.Between) || (text.Kinds[next] is UnitKind.Symbol or UnitKind.Word && text.Of(next) is "±" or "×" or "x" or "–" or "-" or "—" or "/" or "*" or "~" or "～" or "〜" or "+");
            if (!isJoint)
            {
                return -1;
            }

            // "uno de cada cinco".
            next = Next(text, next);
            next = next < text.Count && text.Gaps[next] <= Gap.Space && text.Has(next, Role.BeforeNumber) && !IsNumber(text, next) && Next(text, next) is var behind && behind < text.Count && IsNumber(text, behind) ? behind : next;
            if (next < text.Count && text.Gaps[next] <= Gap.Space && !IsArticle(text, at, next) && (IsNumber(text, next) || (joints == 0 && text.Has(next, Role.Unit) && !text.Has(next, Role.Between))))
            {
                return next;
            }
        }

        return -1;
    }

    /// <summary>"1934 in einem Buch": behind digits and a joint <c>ein</c> is one more number only with another one behind it.</summary>
    private static bool IsArticle(UnitText text, int joint, int next) =>
        text.Kinds[joint - 1] == UnitKind.Number && text.Kinds[next] == UnitKind.Word && text.Whole(next) is { Common: > 0 } && !(next + 1 < text.Count && text.Gaps[next + 1] <= Gap.Space && (IsNumber(text, next + 1) || text.Has(next + 1, Role.Unit)));

    /// <summary>
    /// Without anything between them, <c>page 2 has 3 lines</c> would be <c>2 3</c>. A comma stays with the number in front of it; where there is none the most
    /// probable word does, or whatever there is.
    /// </summary>
    private static void BindDivider(UnitText text, int end, BindingBuilder bindings)
    {
        var (word, mark, other) = (-1, -1, end - 1);
        var isEnded = false;
        for (var i = end; i < Math.Min(end + Reach, text.Count) && text.Gaps[i] <= Gap.Space; i++)
        {
            if (IsNumber(text, i))
            {
                if (NeedsDivider(text, end - 1))
                {
                    bindings.Divide(new Divider(mark >= 0 && !isEnded ? mark : word >= 0 ? word : other, (end - 1)..end, i..(i + 1)));
                }

                return;
            }

            // Between two sentences it stays anyhow; behind what may be an abbreviation it does here.
            if (text.Kinds[i] == UnitKind.End)
            {
                (word, isEnded) = (i, true);
            }
            else if (isEnded || bindings.IsWhole(i))
            {
                other = other < end ? i : other;
            }
            else if (text.IsContent(i))
            {
                word = word < 0 || text[i].Score > text[word].Score ? i : word;
            }
            else if (text.Kinds[i] == UnitKind.Mark && text.FirstChar(i) is not ('¿' or '¡'))
            {
                mark = mark < 0 ? i : mark;
            }
            else
            {
                other = i;
            }
        }
    }

    private static bool NeedsDivider(UnitText text, int last) => text.Kinds[last] switch
    {
        UnitKind.Number => !char.IsLetter(text.LastChar(last)) && text[last].Rule is null or "number",
        UnitKind.Unspaced => text.Has(last, Role.Number),
        _ => false,
    };
}
