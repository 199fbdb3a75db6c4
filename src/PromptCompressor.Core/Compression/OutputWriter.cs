using System.Text;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>Writes what a selection keeps of each text, and what became of each of its words.</summary>
internal static class OutputWriter
{
    public static List<CompressedText> Write(SelectionState state, double minProbability)
    {
        var written = new List<CompressedText>(state.Texts.Count);
        for (var document = 0; document < state.Texts.Count; document++)
        {
            var kept = state.KeptOf(document);
            var slices = new List<TextSpan>();
            state.Render(document, kept, slices);
            var words = new WordDecision[kept.Length];
            state.Explain(document, minProbability, kept, words);
            written.Add(Of(state.Texts[document], slices, words));
        }

        return written;
    }

    private static CompressedText Of(string source, List<TextSpan> slices, WordDecision[] words)
    {
        List<TextSpan>? marks = null;
        var text = new StringBuilder(slices.Sum(slice => slice.Length));
        foreach (var slice in slices)
        {
            if (slice.IsEmpty)
            {
                (marks ??= []).Add(new TextSpan(text.Length, text.Length + 1));
                text.Append(Renderer.Cut);
            }
            else
            {
                text.Append(slice.Of(source));
            }
        }

        return marks is null
            ? new CompressedText(source, text.ToString(), slices, words)
            : new CompressedText(source, text.ToString(), slices.FindAll(slice => !slice.IsEmpty), words) { Written = marks };
    }
}
