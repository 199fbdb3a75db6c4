using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Selection.Rendering;
using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>Writes what a draft keeps of each text, and what became of each of its words.</summary>
internal static class OutputWriter
{
    public static List<CompressedText> Write(SelectionState draft, double minProbability)
    {
        var written = new List<CompressedText>(draft.Texts.Count);
        for (var document = 0; document < draft.Texts.Count; document++)
        {
            var kept = draft.KeptOf(document);
            var slices = new List<TextSpan>();
            Renderer.Render(draft.Texts[document], draft.Units[document], kept, slices);
            var words = new WordDecision[kept.Length];
            draft.Explain(document, minProbability, kept, words);
            written.Add(new CompressedText(draft.Texts[document], Concat(draft.Texts[document], slices), slices, words));
        }

        return written;
    }

    private static string Concat(string source, List<TextSpan> slices) =>
        string.Create(slices.Sum(slice => slice.Length), (source, slices), static (target, state) =>
        {
            foreach (var slice in state.slices)
            {
                slice.Of(state.source).CopyTo(target);
                target = target[slice.Length..];
            }
        });
}
