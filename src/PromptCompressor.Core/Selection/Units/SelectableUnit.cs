using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Selection.Units;

/// <summary>What selection keeps or drops as one: a word, or a protected span with the words it touches.</summary>
/// <param name="Span">Where it stands in its text.</param>
/// <param name="Score">Its keep probability.</param>
/// <param name="IsFixed">Never dropped.</param>
/// <param name="Rule">The rule that protects it, if one does.</param>
public readonly record struct SelectableUnit(TextSpan Span, Score Score, bool IsFixed, string? Rule)
{
    /// <summary>A tag stands between words like one of them, but is never kept.</summary>
    public bool IsTag => Rule == LlmlinguaTags.TagRule;

    public double Probability => Score.Probability;
}

/// <summary>One unit of one document of a request.</summary>
internal readonly record struct UnitRef(int Document, int Index);
