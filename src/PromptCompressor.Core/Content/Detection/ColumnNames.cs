using System.Buffers;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What the head of a table looks like whose columns blanks hold apart.</summary>
internal static class ColumnNames
{
    private const int Fewest = 3;

    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("=;\"{}|,.<>`\t");

    /// <summary>A head in capitals, with two blanks or more between its names.</summary>
    public static bool IsInCapitals(ReadOnlySpan<char> head)
    {
        const int MostDigits = 3;
        int letters = 0, digits = 0, names = 0;
        for (var i = 0; i < head.Length; i++)
        {
            var c = head[i];
            if (char.IsAsciiLetterLower(c) || c is '.' or ';' or '"' or '=')
            {
                return false;
            }

            letters += char.IsAsciiLetterUpper(c) ? 1 : 0;
            digits += char.IsAsciiDigit(c) ? 1 : 0;
            names += !IsBlank(c) && (i == 0 || (IsBlank(head[i - 1]) && (i == 1 || head[i - 1] == '\t' || IsBlank(head[i - 2])))) ? 1 : 0;
        }

        return letters >= 4 && digits <= MostDigits && names >= Fewest;
    }

    /// <summary>Words that can be the names of columns: no numbers, and no sign of a sentence or a program among them.</summary>
    public static bool AreNames(ReadOnlySpan<char> head)
    {
        var trimmed = head.Trim();
        if (trimmed.IsEmpty || !(char.IsLetter(trimmed[0]) || trimmed[0] == '%') || trimmed[^1] == ':' || trimmed.ContainsAny(NeverInNames))
        {
            return false;
        }

        var names = 0;
        foreach (var range in trimmed.Split(' '))
        {
            var name = trimmed[range];
            names += name.IsEmpty ? 0 : 1;
            if (CellValues.IsNumber(name))
            {
                return false;
            }
        }

        return names >= Fewest;
    }

    /// <summary>Dashes below each name.</summary>
    public static bool IsRule(ReadOnlySpan<char> line) =>
        line.TrimStart() is ['-' or '=', ..] && line.IndexOfAnyExcept("-= ") < 0 && line.Trim().Contains(' ');

    /// <summary>Dashes below all names together: the report of a tool whose sums stand below another such line.</summary>
    public static bool IsLine(ReadOnlySpan<char> line) => line.Trim() is { Length: > 3 } rule && rule.IndexOfAnyExcept("-=─") < 0;

    private static bool IsBlank(char c) => c is ' ' or '\t';
}
