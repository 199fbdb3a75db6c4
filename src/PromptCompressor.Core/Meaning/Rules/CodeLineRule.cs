using PromptCompressor.Core.Meaning.Words;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>A line that looks like code, settings, a command or a row of columns is kept or dropped as one: half of a condition is another one.</summary>
internal static class CodeLineRule
{
    /// <summary>A longer line is a page without line breaks.</summary>
    private const int MostUnits = 96;

    /// <summary>How many words of prose one sign of code outweighs.</summary>
    private const int WordsPerSign = 3;

    private const string Keywords =
        " if elif else for while do switch case return def class import from try except catch finally raise throw with func fn let var const public private static void async await yield end then fi done"
        + " SELECT FROM WHERE AND OR JOIN LEFT RIGHT INNER GROUP ORDER HAVING LIMIT INSERT UPDATE DELETE SET VALUES CREATE ALTER DROP WITH UNION ON"
        + " set export unset echo cd rm cp mv ls cat grep sed awk sudo git docker kubectl npm pip curl chmod mkdir exit test delete print package using namespace include define ";

    /// <param name="text">The text.</param>
    /// <param name="startsAnew">Such a line is no part of a sentence.</param>
    /// <param name="bindings">Where to.</param>
    public static void Bind(UnitText text, bool[] startsAnew, BindingBuilder bindings)
    {
        var signs = new Line[text.Lines.Count];
        for (var i = 0; i < signs.Length; i++)
        {
            signs[i] = Read(text, text.Lines[i], bindings.IsWhole);
        }

        var isCode = Array.ConvertAll(signs, line => line.IsCode);
        for (var i = 0; i < signs.Length; i++)
        {
            // Between lines of code the plain ones are code too.
            var isBeside = (i > 0 && isCode[i - 1] && IsNext(text, i)) || (i + 1 < signs.Length && signs[i + 1].IsCode && IsNext(text, i + 1));
            isCode[i] |= isBeside && signs[i].CouldBeCode;
            if (!isCode[i])
            {
                continue;
            }

            var (start, end) = (text.Lines[i].Start.Value, text.Lines[i].End.Value);
            startsAnew[start] = true;
            if (end < text.Count)
            {
                startsAnew[end] = true;
            }

            // The name in front of a setting is no label: it is half of what the line says.
            bindings.Free(start, end);
            bindings.MakeWhole(start, end);
        }
    }

    private static bool IsNext(UnitText text, int line) => text.Gaps[text.Lines[line].Start.Value] == Gap.Line;

    private static Line Read(UnitText text, Range line, Func<int, bool> isWhole)
    {
        var (start, end) = (line.Start.Value, line.End.Value);
        if (end - start is < 2 or > MostUnits || text.Kinds[start] == UnitKind.Solid)
        {
            return default;
        }

        var words = 0;
        var signs = 0;
        var columns = 0;
        for (var i = start; i < end; i++)
        {
            if (text.Kinds[i] == UnitKind.Cell)
            {
                return default;
            }

            words += text.Kinds[i] is UnitKind.Word or UnitKind.Unspaced ? 1 : 0;
            signs += isWhole(i) ? 0 : SignsAt(text, i, start, end);
            columns += i > start && text.Gaps[i] == Gap.Space && text[i].Span.Start - text[i - 1].Span.End > 1 && text.Kinds[i - 1] != UnitKind.End ? 1 : 0;
        }

        var last = text.LastChar(end - 1);
        var isKeyword = Keywords.Contains($" {text.Of(start)} ", StringComparison.Ordinal);
        var endsLikeCode = last is ';' or '{' or '}' or '\\' || (last == ')' && signs > 0) || (last == ':' && isKeyword);
        signs += endsLikeCode ? 1 : 0;
        var endsLikeProse = text.Kinds[end - 1] == UnitKind.End && words > 3;
        var isCode = (signs > 0 && !endsLikeProse && words <= signs * WordsPerSign)
            || (signs > 2 && words <= signs * 2)
            || columns > 2 || (columns > 1 && words < 8)
            || IsSetting(text, start, end) || IsCommaSeparated(text.Text.AsSpan(text[start].Span.Start..text[end - 1].Span.End));
        var couldBeCode = !endsLikeProse && words <= 8 && (isKeyword || signs > 0 || text.Kinds[start] != UnitKind.Word || !char.IsUpper(text.FirstChar(start)));
        return new Line(isCode, couldBeCode);
    }

    /// <summary>What stands in code and hardly in prose.</summary>
    private static int SignsAt(UnitText text, int i, int start, int end)
    {
        var unit = text.Of(i);
        var isGluedAfter = i + 1 < end && text.Gaps[i + 1] == Gap.None;
        var isGluedBefore = i > start && text.Gaps[i] == Gap.None;
        if (text.IsWord(i))
        {
            // Calls, indices, flags and names.
            return isGluedAfter && text.Of(i + 1) is "(" or "[" && !(i + 2 < end && text.Of(i + 2) is "s" or "en" or "e") ? 1
                : text[i].Rule == "identifier" && !unit.ContainsAny("#@") ? 1
                : 0;
        }

        return unit switch
        {
            "=" or "==" or "===" or "!" when isGluedAfter || !isGluedBefore => i > start ? 1 : 0,
            "<" or ">" or "&&" or "||" or "|" or "&" or "<<" or ">>" or "±" or "≠" or "≤" or "≥" or "∩" or "∪" or "∑" or "^" or "\\" or "$" or "~" or "→" => 1,
            "::" or "{" or "}" or "++" or "@@" => 1,
            "+" or "*" or "%" or "/" when !isGluedBefore && i > start => 1,
            "-" when isGluedAfter && i > start && text.Of(i + 1) is "=" or ">" => 1,
            "(" when i + 1 < end && text.Kinds[i + 1] == UnitKind.Symbol => 1,
            _ => 0,
        };
    }

    /// <summary><c>retry: no</c>, <c>mode = fast</c>: one name and a short value.</summary>
    private static bool IsSetting(UnitText text, int start, int end)
    {
        const int longest = 5;
        if (end - start is < 3 or > longest || !text.IsWord(start) || text.Kinds[start] == UnitKind.Unspaced || text.Kinds[end - 1] == UnitKind.End)
        {
            return false;
        }

        var isName = char.IsLower(text.FirstChar(start)) || text.Of(start).ContainsAny("_.");
        return isName && text.Of(start + 1) is ":" or "=" && !text.Has(start, Role.BeforeNumber);
    }

    /// <summary>Values of a table that commas divide, with no space behind them.</summary>
    private static bool IsCommaSeparated(ReadOnlySpan<char> line)
    {
        var values = 0;
        var phrases = 0;
        for (var i = line.IndexOf(','); i >= 0 && i + 1 < line.Length; i++)
        {
            values += line[i] == ',' && !char.IsWhiteSpace(line[i + 1]) && !(i > 0 && char.IsDigit(line[i - 1]) && char.IsDigit(line[i + 1])) ? 1 : 0;
            phrases += line[i] == ',' && char.IsWhiteSpace(line[i + 1]) ? 1 : 0;
        }

        return values > 1 && phrases < values;
    }

    private readonly record struct Line(bool IsCode, bool CouldBeCode);
}
