using System.Buffers;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a line of source code looks like, and what a whole file of them does.</summary>
internal static class CodeLines
{
    private const int Sampled = 300;

    private static readonly SearchValues<char> NeverInItems = SearchValues.Create("={}[]|");
    private static readonly SearchValues<char> NeverInSentences = SearchValues.Create("=(){}[]<>+*&|\"");

    private static readonly WordStarts CodeStarts =
        new("def ", "class ", "import ", "using ", "public ", "private ", "internal ", "protected ", "export ", "function ", "const ", "let ", "var ", "return ", "return;", "if (", "for (", "while (", "switch (", "case ", "else", "try", "catch", "elif ",
         "#include", "package ", "func ", "fn ", "pub ", "impl ", "struct ", "enum ", "interface ", "namespace ", "async ", "await ", "@", "//", "/*", "* ", "*/", "raise ", "throw ", "for ", "if ", "with ", "static ", "type ", "SELECT ", "FROM ", "WHERE ");

    private static readonly WordStarts Statements =
        new("def ", "class ", "import ", "from ", "using ", "public ", "private ", "internal ", "protected ", "export ", "function ", "const ", "let ", "var ", "return", "if ", "if(", "for ", "for(", "while ", "switch ", "elif ", "else", "try", "except", "catch", "#include", "package ",
         "func ", "fn ", "pub ", "impl ", "struct ", "enum ", "interface ", "namespace ", "async ", "await ", "raise ", "throw ", "with ", "static ", "self.", "this.", "yield ", "assert ", "case ");

    public static bool IsCode(ReadOnlySpan<char> line)
    {
        var trimmed = line.Trim();
        if (trimmed[^1] is '{' or '}' || (trimmed[^1] == ';' && !IsItem(trimmed)) || trimmed is ")" or "]" or ")," or "}," or "});" || trimmed.EndsWith("):", StringComparison.Ordinal) || trimmed.EndsWith("=>", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (var start in CodeStarts.Of(trimmed))
        {
            if (trimmed.StartsWith(start, StringComparison.Ordinal) && (start.Length > 4 || line[0] is ' ' or '\t' || trimmed[^1] is ':' or ')'))
            {
                return true;
            }
        }

        return line[0] is ' ' or '\t' && (trimmed.Contains(" = ", StringComparison.Ordinal) || trimmed.Contains("(", StringComparison.Ordinal) && trimmed[^1] is ')' or ',');
    }

    /// <summary>An item of a list in a sentence, which ends with a semicolon too: words, and no sign of a program among them.</summary>
    private static bool IsItem(ReadOnlySpan<char> trimmed) =>
        trimmed.Count(' ') >= 3 && !trimmed.ContainsAny(trimmed is ['-' or '*' or '•' or '–', ' ', ..] ? NeverInItems : NeverInSentences);

    /// <summary>
    /// Whether a text is a source file: most of its lines are statements, and none is a fence, a patch or a record of
    /// something else. Then the strings and tables in it are code too. A head and a middle are looked at.
    /// </summary>
    public static bool IsSource(string text, IReadOnlyList<TextLine> lines)
    {
        int seen = 0, code = 0, statements = 0;
        foreach (var i in Enumerable.Range(0, Math.Min(Sampled, lines.Count)).Concat(Enumerable.Range(lines.Count / 2, Math.Min(Sampled, lines.Count - (lines.Count / 2)))))
        {
            var line = lines[i].Of(text);
            var trimmed = line.Trim();
            if (trimmed.IsEmpty)
            {
                continue;
            }

            if (trimmed.StartsWith("```", StringComparison.Ordinal) || ParagraphKind.IsPatch(trimmed)
                || IsPythonFrame(trimmed) || LineSignals.StartsLogRecord(line) || LineSignals.SearchPathLength(line) > 0 || OmissionMark.IsMark(line))
            {
                return false;
            }

            seen++;
            var statement = IsStatement(trimmed);
            statements += statement ? 1 : 0;
            code += statement || IsCode(line) ? 1 : 0;
        }

        return seen > 5 && statements >= 3 && statements >= 0.12 * seen && code >= 0.4 * seen;
    }

    /// <summary>Traces quote a statement below each frame.</summary>
    private static bool IsPythonFrame(ReadOnlySpan<char> trimmed) => trimmed.StartsWith("File \"", StringComparison.Ordinal) && trimmed.Contains("\", line ", StringComparison.Ordinal);

    private static bool IsStatement(ReadOnlySpan<char> trimmed)
    {
        foreach (var start in Statements.Of(trimmed))
        {
            // Words of English begin sentences as well: a statement has a sign at its end.
            if (trimmed.StartsWith(start, StringComparison.Ordinal) && trimmed[^1] is ':' or '{' or ';' or ')' or ',' or '(' or '}' or ']' or '"' or '\'' or '[' or '>' || trimmed.StartsWith("import ", StringComparison.Ordinal) || trimmed.StartsWith("self.", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
