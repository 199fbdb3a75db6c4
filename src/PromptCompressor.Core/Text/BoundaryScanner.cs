using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Text;

/// <summary>Lists the places where a text may be cut.</summary>
internal static class BoundaryScanner
{
    /// <summary>How many characters on each side of a boundary its hash looks at.</summary>
    private const int Reach = 32;

    /// <summary>Adds the boundaries inside <c>[start, end)</c> in order; weights count from <paramref name="start"/>.</summary>
    /// <returns>The weight of all of it.</returns>
    public static int Scan(string text, int start, int end, bool withWordGaps, List<Boundary> found)
    {
        var weight = 0;
        var at = start;
        while (at < end)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                var before = at;
                while (at < end && char.IsWhiteSpace(text[at]))
                {
                    at++;
                }

                var lines = LineBreaks(text, before, at);
                var kind = lines > 1 ? BoundaryKind.Paragraph
                    : lines == 1 ? BoundaryKind.Line
                    : before > start && EndsSentence(text, start, before) ? BoundaryKind.Sentence
                    : BoundaryKind.Word;
                Add(before, at, kind);
                continue;
            }

            weight += TextWeight.Of(text[at]);
            at++;
            if (at < end && IsFullWidthStop(text[at - 1]) && !IsClosing(text[at]) && !char.IsWhiteSpace(text[at]))
            {
                Add(at, at, BoundaryKind.Sentence);
            }
            else if (at < end && IsClosing(text[at - 1]) && at - start > 1 && IsFullWidthStop(text[at - 2]) && !char.IsWhiteSpace(text[at]))
            {
                Add(at, at, BoundaryKind.Sentence);
            }
        }

        return weight;

        void Add(int before, int after, BoundaryKind kind)
        {
            if (before > start && after < end && (withWordGaps || kind != BoundaryKind.Word))
            {
                found.Add(new Boundary(before, after, weight, kind, HashAround(text, before, after)));
            }
        }
    }

    /// <summary>Lines that end in <c>[start, end)</c>.</summary>
    public static int LineBreaks(string text, int start, int end)
    {
        var lines = 0;
        for (var at = start; at < end; at++)
        {
            lines += IsLineBreak(text, at) ? 1 : 0;
        }

        return lines;
    }

    private static bool IsLineBreak(string text, int at) =>
        text[at] is '\n' or '\u2028' or '\u2029' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n'));

    private static bool EndsSentence(string text, int start, int end)
    {
        var at = end - 1;
        while (at > start && IsClosing(text[at]))
        {
            at--;
        }

        return text[at] is '.' or '!' or '?' or '\u2026' or '\u061F' or '\u06D4' or '\u0964' || IsFullWidthStop(text[at]);
    }

    private static bool IsFullWidthStop(char c) => c is '\u3002' or '\uFF01' or '\uFF1F' or '\uFF0E';

    private static bool IsClosing(char c) => c is '"' or '\'' or ')' or ']' or '}' or '\u2019' or '\u201D' or '\u00BB' or '\u300D' or '\u300F' or '\uFF09' or '\u3011' or '*' or '_' or '`';

    private static uint HashAround(string text, int before, int after)
    {
        var left = text.AsSpan(Math.Max(0, before - Reach), Math.Min(Reach, before));
        var right = text.AsSpan(after, Math.Min(Reach, text.Length - after));
        var mixed = (XxHash3.HashToUInt64(MemoryMarshal.AsBytes(left)) * 31) + XxHash3.HashToUInt64(MemoryMarshal.AsBytes(right));
        return (uint)(mixed >> 32);
    }
}
