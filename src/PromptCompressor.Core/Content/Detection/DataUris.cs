namespace PromptCompressor.Core.Content.Detection;

/// <summary>Files that stand in a text as base64: <c>data:image/png;base64,...</c>.</summary>
internal static class DataUris
{
    /// <summary>Shorter ones are icons, which cost hardly more than a mark.</summary>
    public const int Shortest = 512;

    /// <summary>Whether a line holds one.</summary>
    public static bool IsIn(ReadOnlySpan<char> line) => line.Length > Shortest && TryNext(line, 0, out _, out _);

    /// <summary>The base64 of the next one: <c>[start, end)</c>.</summary>
    public static bool TryNext(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        const string Sign = ";base64,";
        const int LongestType = 100;
        (start, end) = (from, from);
        while (text[end..].IndexOf(Sign, StringComparison.Ordinal) is >= 0 and var sign)
        {
            start = end + sign + Sign.Length;
            var type = text[Math.Max(end, start - LongestType)..start];
            end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '+' or '/' or '='))
            {
                end++;
            }

            if (end - start >= Shortest && type.Contains("data:", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
