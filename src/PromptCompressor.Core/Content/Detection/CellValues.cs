namespace PromptCompressor.Core.Content.Detection;

/// <summary>What a cell of a table holds.</summary>
internal static class CellValues
{
    /// <summary>What begins with a digit and has no word in it: <c>42%</c>, <c>1.5G</c>, <c>0:12</c>, <c>3/3</c>, <c>17 (42s ago)</c>.</summary>
    public static bool IsNumber(ReadOnlySpan<char> cell)
    {
        const int Longest = 100;
        const int LongestUnit = 3;
        var number = cell.TrimStart("+-.$€~");
        if (number.IsEmpty || cell.Length > Longest || !char.IsAsciiDigit(number[0]))
        {
            return false;
        }

        var letters = 0;
        foreach (var c in number)
        {
            letters = char.IsLetter(c) ? letters + 1 : 0;
            if (letters > LongestUnit)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What stands in a column of numbers where there is none: nothing, a dash, <c>&lt;none&gt;</c>.</summary>
    public static bool IsNone(ReadOnlySpan<char> cell)
    {
        foreach (var c in cell)
        {
            if (char.IsLetterOrDigit(c))
            {
                return cell[0] == '<' || cell is "N/A" or "n/a" or "NaN" or "nan" or "None" or "none" or "NULL" or "null";
            }
        }

        return true;
    }
}
