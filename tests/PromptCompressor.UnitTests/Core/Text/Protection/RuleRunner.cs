using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
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

    /// <summary>The text after selection has dropped half of what the rule leaves free.</summary>
    public static string DropAtRandom(string text, IProtectionRule rule, int seed)
    {
        var words = new List<TextSpan>();
        WordSplitter.Split(text, 0, words);
        var units = UnitBuilder.Build(words, new Score[words.Count], Protector.Find(text, [rule]));
        var random = new Random(seed);
        var kept = units.Select(unit => unit.IsFixed || random.Next(2) == 0).ToArray();
        WordGlue.Keep(text, units, kept);
        var slices = new List<TextSpan>();
        Renderer.Render(text, units, kept, slices);
        return string.Concat(slices.Select(slice => slice.Of(text).ToString()));
    }
}
