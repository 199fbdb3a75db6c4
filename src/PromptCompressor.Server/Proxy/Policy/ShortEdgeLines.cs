using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Policy;

/// <summary>The first and last line of a user's text: an instruction or a question, where it is short.</summary>
internal static class ShortEdgeLines
{
    /// <summary>The parts of a text of which the edges stay whole; null if it has no such edges.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="most">Tokens of an edge at most.</param>
    /// <param name="counter">Counts them.</param>
    /// <param name="hasFirst">Whether the first line may be one.</param>
    /// <param name="hasLast">Whether the last line may be one.</param>
    public static IReadOnlyList<TextPart>? Parts(string text, int most, ITokenCounter counter, bool hasFirst = true, bool hasLast = true)
    {
        var first = hasFirst && IsShort(0, EndOfFirst(text)) ? EndOfFirst(text) : 0;
        var last = hasLast && IsShort(StartOfLast(text), text.Length) ? StartOfLast(text) : text.Length;
        if (first >= last || (first == 0 && last == text.Length))
        {
            return null;
        }

        var parts = new List<TextPart>(3);
        Add(0, first, 1);
        Add(first, last, null);
        Add(last, text.Length, 1);
        return parts;

        void Add(int start, int end, double? rate)
        {
            if (end > start)
            {
                parts.Add(new TextPart(new TextSpan(start, end), rate));
            }
        }

        // A token is a byte at least, and a character four bytes at most.
        bool IsShort(int start, int end) => end > start && end - start <= most * 16 && counter.Count(text.AsSpan(start, end - start)) <= most;
    }

    private static int EndOfFirst(string text) => text.AsSpan().TrimStart() is var body && body.IndexOf('\n') is var end && end >= 0
        ? text.Length - body.Length + end
        : 0;

    private static int StartOfLast(string text) => text.AsSpan().TrimEnd().LastIndexOf('\n') + 1 is var start && start > 0 ? start : text.Length;
}
