using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>
/// Code as an outline: bodies of functions go whole, with their range of lines in a comment; signatures, types, imports,
/// constants and short bodies stay. Only where it was asked for, since edits need the exact text; and only where every
/// bracket and every string of the text ends.
/// </summary>
internal static class CodeOutline
{
    private const int FewestLines = 4;

    /// <summary>Bodies fill what room there is, from the first on.</summary>
    private const double ScoreOfABody = 0.1;

    private static readonly string[] NotFunctions =
        ["if", "for", "foreach", "while", "switch", "catch", "else", "do", "try", "finally", "using", "lock", "with", "class", "interface", "enum", "struct", "namespace", "record", "type", "impl", "trait", "module", "mod", "union", "match", "loop", "unsafe", "extern", "return", "new", "var", "let", "const", "@interface", "synchronized", "fixed", "checked"];

    public static LineDocument? Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var fenced = lines.Count > 0 && lines[0].Of(text).TrimStart() is ['`' or '~', ..];
        var (first, end) = fenced ? (1, lines.Count - 1) : (0, lines.Count);
        if (end - first < FewestLines)
        {
            return null;
        }

        var python = IsPython(text, lines);
        var start = lines[first].Start;
        var inner = text[start..lines[end - 1].Next];
        if (CodeText.CodeOf(inner, python) is not { } code)
        {
            return null;
        }

        var bodies = python ? PythonBodies(text, lines, first, end, start, code) : BraceBodies(text, lines, first, start, inner, code);
        if (bodies is not { Count: > 0 })
        {
            return null;
        }

        var records = new List<LineRecord>();
        var next = 0;
        for (var at = 0; at < lines.Count;)
        {
            if (next == bodies.Count || bodies[next].First != at)
            {
                records.Add(new LineRecord(at, at + 1) { Required = true });
                at++;
                continue;
            }

            var body = bodies[next++];
            var of = text.AsSpan(lines[body.First].Start..lines[body.End - 1].Next);
            records.Add(new LineRecord(body.First, body.End)
            {
                Score = Math.Max(ScoreOfABody, RecordScores.OfRelevance(options.RelevanceOf(of))),
                Required = of.Contains("TODO", StringComparison.Ordinal) || of.Contains("FIXME", StringComparison.Ordinal),
            });
            at = body.End;
        }

        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "code_outline", Comment = (python ? "# " : "// ", ""), LineNumbersFrom = 1 - first };
    }

    private static bool IsPython(string text, List<TextLine> lines)
    {
        int python = 0, braces = 0;
        foreach (var line in lines)
        {
            var trimmed = line.Of(text).Trim();
            python += trimmed.EndsWith(":", StringComparison.Ordinal) ? 1 : 0;
            braces += trimmed.Length > 0 && trimmed[^1] is '{' or '}' or ';' ? 1 : 0;
        }

        return python > braces;
    }

    private static List<(int First, int End)>? BraceBodies(string text, List<TextLine> lines, int firstLine, int offset, string inner, bool[] code)
    {
        var bodies = new List<(int, int)>();
        var open = new Stack<(int Place, bool IsBody)>();
        int header = 0, inBody = 0, parentheses = 0;
        for (var i = 0; i < inner.Length; i++)
        {
            if (!code[i])
            {
                continue;
            }

            switch (inner[i])
            {
                case '(' or '[':
                    parentheses++;
                    break;
                case ')' or ']':
                    parentheses--;
                    break;
                case ';' when parentheses == 0:
                    header = i + 1;
                    break;
                case '{':
                    var isBody = inBody == 0 && IsFunction(inner.AsSpan(header, i - header), code.AsSpan(header, i - header));
                    open.Push((i, isBody));
                    inBody += isBody ? 1 : 0;
                    header = i + 1;
                    break;
                case '}':
                    if (!open.TryPop(out var opened))
                    {
                        return null;
                    }

                    if (opened.IsBody)
                    {
                        inBody--;
                        var (from, to) = (TextLines.At(lines, offset + opened.Place, firstLine) + 1, TextLines.At(lines, offset + i, firstLine));
                        if (to - from >= FewestLines && lines[to].Of(text).TrimStart() is ['}', ..] && lines[from - 1].Of(text).TrimEnd() is [.., '{'])
                        {
                            bodies.Add((from, to));
                        }
                    }

                    header = i + 1;
                    break;
            }
        }

        return open.Count == 0 && parentheses == 0 ? bodies : null;
    }

    /// <summary>Whether what stands before a brace is a signature: parentheses, and no word of a type or a branch first.</summary>
    private static bool IsFunction(ReadOnlySpan<char> header, ReadOnlySpan<bool> code)
    {
        Span<char> plain = header.Length <= 512 ? stackalloc char[header.Length] : new char[header.Length];
        for (var i = 0; i < header.Length; i++)
        {
            plain[i] = code[i] ? header[i] : ' ';
        }

        ReadOnlySpan<char> text = ((ReadOnlySpan<char>)plain).Trim();
        if (!text.Contains('(') || !text.Contains(')') || text[(text.LastIndexOf(')') + 1)..].Trim() is ['=', ..] and not ['=', '>', ..])
        {
            return false;
        }

        foreach (var range in text[..text.IndexOf('(')].SplitAny(" \t\n\r"))
        {
            if (Array.IndexOf(NotFunctions, text[range].ToString()) >= 0)
            {
                return text.EndsWith("=>", StringComparison.Ordinal) && text[range] is "const" or "let" or "var";
            }
        }

        return true;
    }

    private static List<(int First, int End)>? PythonBodies(string text, List<TextLine> lines, int first, int end, int offset, bool[] code)
    {
        var bodies = new List<(int, int)>();
        for (var at = first; at < end; at++)
        {
            var line = lines[at].Of(text);
            var trimmed = line.TrimStart();
            if (!(trimmed.StartsWith("def ", StringComparison.Ordinal) || trimmed.StartsWith("async def ", StringComparison.Ordinal)) || !code[lines[at].Start + line.Length - trimmed.Length - offset])
            {
                continue;
            }

            var indent = line.Length - trimmed.Length;
            var from = SignatureEnd(at);
            if (from < 0)
            {
                return null;
            }

            var to = from;
            var last = from;
            while (to < end && (lines[to].IsBlank(text) || IsInString(to) || lines[to].Indent(text) > indent || lines[to].Of(text).TrimStart() is ['#', ..]))
            {
                // Blank lines and comments that stand out belong to the body only if more of it follows.
                last = lines[to].IsBlank(text) || (!IsInString(to) && lines[to].Indent(text) <= indent) ? last : to + 1;
                to++;
            }

            if (last - from >= FewestLines)
            {
                bodies.Add((from, last));
                at = last - 1;
            }
        }

        return bodies;

        // The line behind the colon that ends a signature.
        int SignatureEnd(int line)
        {
            var depth = 0;
            for (var i = line; i < Math.Min(end, line + 40); i++)
            {
                var lastSign = ' ';
                for (var c = lines[i].Start; c < lines[i].End; c++)
                {
                    if (code[c - offset] && !char.IsWhiteSpace(text[c]))
                    {
                        lastSign = text[c];
                        depth += lastSign is '(' or '[' or '{' ? 1 : lastSign is ')' or ']' or '}' ? -1 : 0;
                    }
                }

                if (depth == 0)
                {
                    return lastSign == ':' ? i + 1 : -1;
                }
            }

            return -1;
        }

        // The line feed behind a comment is code, that within a string is not.
        bool IsInString(int line) => lines[line].Start > offset && !code[lines[line].Start - 1 - offset];
    }
}
