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
            Renderer.Render(state.Texts[document], state.Units[document], kept, slices);
            var words = new WordDecision[kept.Length];
            state.Explain(document, minProbability, kept, words);
            written.Add(new CompressedText(state.Texts[document], Concat(state.Texts[document], slices), slices, words));
        }

        return written;
    }

    private static string Concat(string source, List<TextSpan> slices) =>
        string.Create(slices.Sum(slice => slice.Length), (source, slices), static (target, from) =>
        {
            foreach (var slice in from.slices)
            {
                slice.Of(from.source).CopyTo(target);
                target = target[slice.Length..];
            }
        });
}
