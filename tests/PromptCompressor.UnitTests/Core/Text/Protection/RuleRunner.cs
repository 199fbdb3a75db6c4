using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.UnitTests.Core.Text.Protection;

internal static class RuleRunner
{
    /// <summary>What the rule alone protects, overlaps settled, as slices of the text.</summary>
    public static string[] Slices(IProtectionRule rule, string text) =>
        [.. Protector.Find(text, [rule]).Select(found => found.Span.Of(text).ToString())];

    /// <summary>The expected slices stand in one string, divided by " | "; an empty one means none.</summary>
    public static void AssertSlices(IProtectionRule rule, string text, string expected) =>
        Assert.Equal(expected.Length == 0 ? [] : expected.Split(" | "), Slices(rule, text));

    /// <summary>
    /// The text without the dropped words: what lies between two kept neighbours is kept verbatim, and of a gap one run of white space, with
    /// its line breaks where it has any.
    /// </summary>
    public static string Drop(string text, IReadOnlyList<TextSpan> words, IReadOnlySet<int> dropped)
    {
        var output = new System.Text.StringBuilder();
        var end = 0;
        var gap = "";
        for (var i = 0; i <= words.Count; i++)
        {
            var start = i < words.Count ? words[i].Start : text.Length;
            var space = text[end..start];
            gap = gap.Length == 0 || (space.Contains('\n', StringComparison.Ordinal) && !gap.Contains('\n', StringComparison.Ordinal)) ? space : gap;
            if (i < words.Count && !dropped.Contains(i))
            {
                output.Append(gap).Append(text, start, words[i].Length);
                gap = "";
            }

            end = i < words.Count ? words[i].End : text.Length;
        }

        return output.Append(gap).ToString();
    }

    /// <summary>Words as selection sees them: runs of letters and digits, else single characters; a protected span takes in all it touches.</summary>
    public static List<(TextSpan Span, bool IsFree)> Words(string text, IReadOnlyList<ProtectedSpan> spans)
    {
        var words = new List<(TextSpan, bool)>();
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            i += i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            while (char.IsLetterOrDigit(text[start]) && i < text.Length && char.IsLetterOrDigit(text[i]))
            {
                i++;
            }

            var word = new TextSpan(start, i);
            words.Add((word, !spans.Any(found => found.Kind == ProtectionKind.Always && found.Span.Overlaps(word))));
        }

        return words;
    }
}
