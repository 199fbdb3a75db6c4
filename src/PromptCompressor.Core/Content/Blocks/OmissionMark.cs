using System.Globalization;

namespace PromptCompressor.Core.Content.Blocks;

/// <summary>
/// What stands where something was left out: a bracket with a count or a range of lines, and what is gone, in words that no
/// reader takes for a fault of the text. All forms are made here and in the kinds that have one of their own, and a second pass
/// recognises each that is a line by itself.
/// </summary>
public static class OmissionMark
{
    /// <summary>The member that stands for elements that were left out of a JSON array.</summary>
    public const string JsonMember = "_omitted_rows";

    private static readonly string[] Words = ["omitted", "more", "like this", "left out"];

    /// <summary><c>[41 lines omitted: 38 INFO, 3 DEBUG]</c>.</summary>
    public static string Omitted(int count, string one, string many, string? detail = null) =>
        string.Create(CultureInfo.InvariantCulture, $"[{count} {(count == 1 ? one : many)} omitted{(detail is null ? "" : ": " + detail)}]");

    /// <summary><c>[lines 41-118 omitted]</c>, in code and other text whose lines have numbers.</summary>
    public static string LineRange(int first, int last) => string.Create(CultureInfo.InvariantCulture, $"[lines {first}-{last} omitted]");

    /// <summary><c>[1 of 59 like this]</c>, behind the example of a group of like records.</summary>
    public static string Example(int count) => string.Create(CultureInfo.InvariantCulture, $"[1 of {count} like this]");

    /// <summary><c>[x12]</c>, behind a line that stood there twelve times in a row.</summary>
    public static string Repeated(int count) => string.Create(CultureInfo.InvariantCulture, $"[x{count}]");

    /// <summary>Whether a line is nothing but a mark, with or without the comment signs of its format.</summary>
    public static bool IsMark(ReadOnlySpan<char> line)
    {
        var inner = line.Trim();
        if (inner.StartsWith("<!--", StringComparison.Ordinal) && inner.EndsWith("-->", StringComparison.Ordinal))
        {
            inner = inner[4..^3].Trim();
        }

        inner = inner.TrimStart("#/*|- \t").TrimEnd(",| \t\r");
        return IsHandle(inner) || (inner.Length is > 3 and < 400 && inner[0] == '[' && inner[^1] == ']' && CountsWhatIsGone(inner[1..^1]));
    }

    /// <summary>What Headroom puts in the place of a text that can be fetched again: <c>&lt;&lt;ccr:0123456789ab,string,513B&gt;&gt;</c>.</summary>
    private static bool IsHandle(ReadOnlySpan<char> inner) => inner.StartsWith("<<ccr:", StringComparison.Ordinal) && inner.EndsWith(">>", StringComparison.Ordinal);

    private static bool CountsWhatIsGone(ReadOnlySpan<char> inner)
    {
        if (inner.IndexOfAnyInRange('0', '9') < 0 || inner.ContainsAny('[', ']'))
        {
            return false;
        }

        foreach (var word in Words)
        {
            if (inner.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
