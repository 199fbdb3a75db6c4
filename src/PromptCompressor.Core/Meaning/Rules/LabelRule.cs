using System.Globalization;
using PromptCompressor.Core.Meaning.Units;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// What stands at the start of a line and says whose or what it is (<c>Anna:</c>, <c>[10:02]</c>, <c>&gt;</c>, <c>- [x]</c>, <c>❌</c>, <c>Step 3:</c>)
/// stays with whatever is kept of the line, and goes with it. A name on a line of its own belongs to the lines below it.
/// </summary>
internal static class LabelRule
{
    private const int MostWords = 6;

    /// <summary>The number of words up to which a label may have any case: <c>Support agent:</c>, <c>Bác sĩ Lan:</c>.</summary>
    private const int FewWords = 3;
    private const int MostCharacters = 10;
    private const int MostUnits = 14;
    private const int LongestBracket = 12;

    private const string Statuses = " PASS FAIL PASSED FAILED OK ERROR ERR WARN WARNING INFO DEBUG TRACE FATAL CRITICAL TODO DONE FIXME SKIP SKIPPED YES NO OPEN CLOSED ";

    /// <param name="text">The text.</param>
    /// <param name="startsAnew">Where a label was found, a new sentence begins.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, bool[] startsAnew, BindingBuilder bindings)
    {
        var heading = -1;
        foreach (var line in text.Lines)
        {
            var (start, end) = (line.Start.Value, line.End.Value);
            if (text.Kinds[start] == UnitKind.Solid)
            {
                heading = -1;
                continue;
            }

            heading = text.Gaps[start] == Gap.Paragraph ? -1 : heading;
            while (start + 1 < end && text.Kinds[start] == UnitKind.Tag)
            {
                start++;
            }

            var marks = EndOfMarks(text, start, end);
            var name = EndOfName(text, marks, end);
            var label = name < 0 ? marks : name;
            if (label == start)
            {
                Own(text, start, end, heading, bindings);
                continue;
            }

            startsAnew[start] = true;
            var hasContent = false;
            for (var i = label; i < end; i++)
            {
                hasContent |= text.IsContent(i);
            }

            if (hasContent)
            {
                var node = bindings.AddNode();
                Own(text, label, end, node, bindings);
                bindings.BindAll(node, start, label);
                bindings.MakeWhole(start, label);
                for (var i = start; i < label; i++)
                {
                    bindings.Serve(i);
                }

                if (heading >= 0)
                {
                    bindings.Bind(node, heading);
                }

                continue;
            }

            bindings.MakeWhole(start, end);
            if (name >= 0)
            {
                heading = bindings.AddNode();
                bindings.BindAll(heading, start, end);
            }
        }
    }

    private static void Own(UnitText text, int start, int end, int node, BindingBuilder bindings)
    {
        if (node < 0)
        {
            return;
        }

        for (var i = start; i < end; i++)
        {
            if (text.IsContent(i))
            {
                bindings.Bind(i, node);
            }
        }
    }

    /// <summary>Quote marks, bullets, boxes, emoji, numbers of a list and what stands in brackets.</summary>
    internal static int EndOfMarks(UnitText text, int start, int end)
    {
        var at = start;
        while (at < end)
        {
            var length = MarkLength(text, at, end);
            if (length == 0)
            {
                break;
            }

            at += length;
        }

        return at;
    }

    private static int MarkLength(UnitText text, int at, int end)
    {
        var unit = text.Of(at);
        var isLast = at + 1 == end;
        if (unit.TrimStart('>').IsEmpty)
        {
            return 1;
        }

        if (unit.Length <= 6 && IsBullet(unit) && (isLast || text.Gaps[at + 1] != Gap.None))
        {
            return 1;
        }

        if (text.Kinds[at] == UnitKind.Symbol && IsPicture(unit))
        {
            return 1;
        }

        if (text.Kinds[at] == UnitKind.Open && unit[0] is '[' or '(' or '【' or '［' or '（')
        {
            return BracketLength(text, at, end);
        }

        var isFirst = text.Gaps[at] >= Gap.Line;
        if (unit is "<" && (isFirst || IsTime(text.Of(at - 1))))
        {
            return NickLength(text, at, end);
        }

        if (text.Kinds[at] == UnitKind.Number && (isFirst || text.Of(at - 1) is ",") && !isLast && IsTime(unit))
        {
            return TimeLength(text, at, end);
        }

        if (isFirst && !isLast && text.Gaps[at + 1] == Gap.Space && (Statuses.Contains($" {unit} ", StringComparison.Ordinal) || IsOutlineNumber(text, at)))
        {
            return 1;
        }

        // "1." and "a)", but not "1.5".
        var isNumber = text.Kinds[at] == UnitKind.Number && unit.Length <= 8 && !unit.ContainsAnyExceptInRange('.', '9');
        var isLetter = (unit.Length == 1 && char.IsLetter(unit[0])) || (unit.Length <= 4 && !unit.ContainsAnyExcept("ivx"));
        if (!isLast && text.Gaps[at + 1] == Gap.None && (isNumber || isLetter) && (at + 2 == end || text.Gaps[at + 2] != Gap.None || text.FirstChar(at + 1) == '、'))
        {
            var mark = text.Of(at + 1);
            return mark is ")" or "）" || mark is "." or "、" or "．" ? 2 : 0;
        }

        return 0;
    }

    /// <summary><c>&lt;anna&gt;</c> in front of a line of chat: a tag that nothing closes.</summary>
    private static int NickLength(UnitText text, int at, int end)
    {
        const int longest = 5;
        for (var i = at + 1; i < end && i - at < longest; i++)
        {
            if (text.Of(i) is ">")
            {
                return i + 1 == end || text.Gaps[i + 1] != Gap.None ? i + 1 - at : 0;
            }

            if (text.Kinds[i] is not (UnitKind.Word or UnitKind.Number) && text.Of(i) is not ("@" or "+"))
            {
                return 0;
            }
        }

        return 0;
    }

    /// <summary><c>10:02</c>, <c>12/03/2024</c>, <c>2026-03-01T10:15:00Z</c>.</summary>
    private static bool IsTime(ReadOnlySpan<char> unit)
    {
        var signs = 0;
        foreach (var c in unit)
        {
            if (c is ':' or '/' or '-' or '.')
            {
                signs += c == ':' ? 2 : 1;
            }
            else if (!char.IsDigit(c) && !char.IsWhiteSpace(c) && c is not ('T' or 'Z' or '+' or ',' or 't' or 'z' or 'A' or 'P' or 'M' or 'a' or 'p' or 'm'))
            {
                return false;
            }
        }

        return signs > 1 && char.IsDigit(unit[0]);
    }

    /// <summary>A time in front of a name, the comma between it and a date, and what half of the day it is in. Without a name behind it, it is no label.</summary>
    private static int TimeLength(UnitText text, int at, int end)
    {
        var next = at + 1;
        if (text.Of(next) is "AM" or "PM" or "am" or "pm" or "Z" or "UTC")
        {
            next++;
        }

        if (next + 1 < end && text.Of(next) is "," && text.Kinds[next + 1] == UnitKind.Number && IsTime(text.Of(next + 1)))
        {
            next++;
        }

        if (next < end && text.Gaps[next] == Gap.None && text.Of(next) is not ":")
        {
            return 0;
        }

        var isNamed = next == end || text.Of(next) is ":" or "-" or "–" || text.Of(next - 1) is "," || (text.Of(next) is "<" ? NickLength(text, next, end) : EndOfName(text, next, end)) > 0;
        return isNamed || text.Gaps[at] < Gap.Line ? next - at : 0;
    }

    /// <summary><c>1.1</c>, <c>2.3.4</c>.</summary>
    private static bool IsOutlineNumber(UnitText text, int at)
    {
        var unit = text.Of(at);
        return text.Kinds[at] == UnitKind.Number && unit.Length <= 8 && unit.Contains('.') && !unit.ContainsAnyExceptInRange('.', '9') && char.IsUpper(text.FirstChar(at + 1));
    }

    private static int BracketLength(UnitText text, int at, int end)
    {
        var close = UnitKinds.ClosingOf(text.FirstChar(at));
        var isRound = text.FirstChar(at) is '(' or '（';
        for (var i = at + 1; i < end && i - at <= (isRound ? 3 : LongestBracket); i++)
        {
            if (text[i].Span.Length == 1 && text.FirstChar(i) == close)
            {
                // "(a)" is a label, "(see above)" is not; "[link](url)" is none either.
                var isLabel = i + 1 == end || text.Gaps[i + 1] != Gap.None || (text.FirstChar(i + 1) is not ('(' or '[') && !isRound);
                return isLabel && (!isRound || text[i - 1].Span.Length <= 5) ? i + 1 - at : 0;
            }
        }

        return 0;
    }

    private static bool IsBullet(ReadOnlySpan<char> unit) =>
        unit.TrimStart('#').IsEmpty || unit is "-" or "*" or "+" or "–" or "—" or "•" or "‣" or "·" or "◦" or "▪" or "●" or "○" or "■" or "□" or "☐" or "☑" or "☒" or "・" or "→" or "⇒" or "➜" or "➤" or "»" or "~";

    private static bool IsPicture(ReadOnlySpan<char> unit)
    {
        var category = char.IsSurrogate(unit[0]) ? CharUnicodeInfo.GetUnicodeCategory(char.IsSurrogatePair(unit[0], unit.Length > 1 ? unit[1] : '\0') ? char.ConvertToUtf32(unit[0], unit[1]) : 0) : char.GetUnicodeCategory(unit[0]);
        return category == UnicodeCategory.OtherSymbol && !Chars.IsCurrency(unit[0]);
    }

    /// <summary>Where a name with a colon ends; -1: none begins there.</summary>
    private static int EndOfName(UnitText text, int start, int end)
    {
        var words = 0;
        var characters = 0;
        var isName = true;
        var isShort = true;
        var depth = 0;
        for (var i = start; i < end && i - start < MostUnits; i++)
        {
            var unit = text.Of(i);
            if (i == start && unit.Length > 2 && unit.TrimEnd("_*") is [.., ':'])
            {
                // _Anna:_ is an identifier to protection.
                return i + 1;
            }

            if (unit is ":" or "：" or "∶")
            {
                var after = i + 1;
                while (after < end && text.Gaps[after] == Gap.None && text.Of(after) is "*" or "**" or "__" or "***" or "_")
                {
                    after++;
                }

                var isAtWord = after < end && text.Gaps[after] == Gap.None && unit is ":" && after == i + 1 && text.Kinds[after] != UnitKind.Unspaced;
                return !isAtWord && words + characters > 0 && (isName || words == 1 || (isShort && words <= FewWords && after < end)) ? after : -1;
            }

            var couldEnd = isName && depth == 0 && words is > 0 and <= FewWords + 1 && char.IsUpper(text.FirstChar(start)) && (i + 1 == end || text.Gaps[i + 1] != Gap.None);

            // "Dr. Lee - I agree", "Lee> I agree".
            if ((unit is "-" or "–" or "—" && i > start && text.Gaps[i] == Gap.Space) || (i > start && text.IsWord(i - 1) && unit is ">" or ">>" && text.Gaps[i] == (unit.Length == 1 ? Gap.None : Gap.Space)))
            {
                return couldEnd && i + 1 < end ? i + 1 : -1;
            }

            // "Anna Lee  10:15 AM".
            if (couldEnd && text.Kinds[i] == UnitKind.Number && unit.Contains(':') && IsTime(unit))
            {
                return i + 1 < end ? i + TimeLength(text, i, end) : end;
            }

            switch (text.Kinds[i])
            {
                case UnitKind.Word:
                    words += depth == 0 ? 1 : 0;
                    isName &= depth > 0 || !char.IsLower(unit[0]) || unit.ContainsAny("_.@") || IsParticle(unit);
                    break;
                case UnitKind.Number:
                    isShort &= depth > 0;
                    words += words == 0 && characters == 0 ? 1 : 0;
                    break;
                case UnitKind.Unspaced:
                    characters++;
                    break;
                case UnitKind.Open or UnitKind.Close:
                    depth = text.Kinds[i] == UnitKind.Open ? depth + 1 : Math.Max(0, depth - 1);
                    break;
                case UnitKind.End when unit is not ".":
                case UnitKind.Mark when unit is not ",":
                case UnitKind.Cell or UnitKind.Tag:
                    return -1;
            }

            if (words > MostWords || characters > MostCharacters || (text.Kinds[i] == UnitKind.Mark && words > 1))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsParticle(ReadOnlySpan<char> word) =>
        word is "de" or "da" or "di" or "do" or "dos" or "du" or "la" or "le" or "van" or "von" or "der" or "den" or "zu" or "al" or "el" or "bin" or "ibn" or "of" or "the" or "and" or "y" or "und" or "et";
}
