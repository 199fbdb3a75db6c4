using PromptCompressor.Core.Meaning;
using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.UnitTests.Core.Meaning;

/// <summary>A text with its units and bindings, as the pipeline makes them.</summary>
internal sealed class BoundText
{
    public BoundText(string text, int seed = 0)
    {
        Text = text;
        var words = SegmentedText.Of(text).Words;
        var scores = new byte[words.Count];
        new Random(seed).NextBytes(scores);
        Units = UnitBuilder.Build(words, Array.ConvertAll(scores, score => new Score(score)), Protector.Find(text, ProtectionRules.Default));
        Bindings = Binder.Bind(text, Units);
    }

    public string Text { get; }

    public SelectableUnit[] Units { get; }

    public Bindings Bindings { get; }

    /// <summary>What is kept if these places of the text are chosen.</summary>
    public bool[] Keep(params IEnumerable<TextSpan> chosen)
    {
        var kept = Units.Select(unit => unit.IsFixed || chosen.Any(span => span.Overlaps(unit.Span))).ToArray();
        Bindings.Apply(Units, kept);
        return kept;
    }

    /// <summary>The output if the first place of each of these strings is chosen.</summary>
    public static string Keep(string text, params string[] chosen)
    {
        var bound = new BoundText(text);
        var kept = bound.Keep(chosen.Select(word => new TextSpan(text.IndexOf(word, StringComparison.Ordinal), text.IndexOf(word, StringComparison.Ordinal) + word.Length)));
        WordGlue.Keep(text, bound.Units, kept);
        var slices = new List<TextSpan>();
        Renderer.Render(text, bound.Units, kept, slices);
        return string.Concat(slices.Select(slice => slice.Of(text).ToString()));
    }

    /// <summary>Whether all units that touch a place are kept.</summary>
    public bool IsKept(bool[] kept, TextSpan span) => Units.Index().All(unit => !unit.Item.Span.Overlaps(span) || kept[unit.Index]);
}
