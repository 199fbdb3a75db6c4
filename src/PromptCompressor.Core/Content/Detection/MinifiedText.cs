namespace PromptCompressor.Core.Content.Detection;

/// <summary>Scripts and style sheets that a tool has written on one line, for browsers to read. Data and sentences in one line are none, whatever their length.</summary>
internal static class MinifiedText
{
    private const int Shortest = 2000;
    private const int Sampled = 4000;
    private const double MostBlanks = 0.06;
    private const double MostQuotes = 0.04;
    private const double FewestSigns = 0.12;
    private const double Words = 0.002;

    private static readonly string[] OfScripts = ["function(", "return ", "=>", "var ", "const ", "let ", "this.", ".prototype", "void 0", "typeof ", "&&", "===", "!0", "!1"];

    public static bool IsIn(ReadOnlySpan<char> line)
    {
        if (line.Length < Shortest || line[0] is '<' or '"' or '[' || LineSignals.StartsLogRecord(line) || LineSignals.SearchPathLength(line) > 0)
        {
            return false;
        }

        // The beginning and the middle: a line of data may begin with a piece of a program.
        var half = Math.Min(Sampled, line.Length / 2);
        return IsCode(line[..half]) && IsCode(line.Slice(line.Length / 2, half));
    }

    private static bool IsCode(ReadOnlySpan<char> part)
    {
        int blanks = 0, quotes = 0, signs = 0, opens = 0, closes = 0, declarations = 0;
        foreach (var c in part)
        {
            blanks += char.IsWhiteSpace(c) ? 1 : 0;
            quotes += c == '"' ? 1 : 0;
            signs += c is '{' or '}' or '(' or ')' or ';' or ':' or ',' or '=' or '.' or '&' or '|' or '!' or '?' ? 1 : 0;
            opens += c == '{' ? 1 : 0;
            closes += c == '}' ? 1 : 0;
            declarations += c == ':' ? 1 : 0;
        }

        if (blanks > MostBlanks * part.Length || signs < FewestSigns * part.Length)
        {
            return false;
        }

        var isStyle = opens >= part.Length / 200 && Math.Abs(opens - closes) <= 3 && declarations >= opens && quotes <= MostQuotes * part.Length / 2 && part.Count(";") >= opens / 2;
        return isStyle || (quotes <= MostQuotes * part.Length && CountOfScript(part) >= Words * part.Length * 2);
    }

    private static int CountOfScript(ReadOnlySpan<char> part)
    {
        var found = 0;
        foreach (var word in OfScripts)
        {
            found += part.Count(word);
        }

        return found;
    }
}
