using System.Text;
using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>Writes what is left, and labels every word.</summary>
internal sealed class LlmlinguaOutput(ITokenFamily family, ForceTokenMap force)
{
    private const double DollarsPerThousand = 0.06;

    private readonly List<string> _contexts = [];
    private readonly List<(string Word, bool Kept)> _labels = [];

    public IReadOnlyList<string> Contexts => _contexts;

    /// <summary>A context whose words are chosen one by one. Nothing stands between its chunks.</summary>
    public void Add(List<List<LlmlinguaWord>> chunks, WordSelector selector)
    {
        var text = new StringBuilder();
        foreach (var words in chunks)
        {
            var kept = selector.Select(words);
            text.Append(family.Join(words.Where((_, i) => kept[i]).Select(word => word.Text)));
            _labels.AddRange(words.Select((word, i) => (family.Label(word.Text), kept[i])));
        }

        _contexts.Add(text.ToString());
    }

    /// <summary>A context of which all is kept. Its words are told by a regular expression, not by the model.</summary>
    public void AddWhole(List<string> chunks)
    {
        var restored = chunks.ConvertAll(force.Restore);
        _contexts.Add(string.Concat(restored));
        _labels.AddRange(restored.SelectMany(PythonText.Words).Select(word => (word, true)));
    }

    public void Drop(List<List<LlmlinguaWord>> chunks) =>
        _labels.AddRange(chunks.SelectMany(words => words).Select(word => (family.Label(word.Text), false)));

    public LlmlinguaAnswer ToAnswer(LlmlinguaRequest request, int originTokens, int compressedTokens)
    {
        var ratio = compressedTokens == 0 ? 1 : (double)originTokens / compressedTokens;
        return new LlmlinguaAnswer
        {
            CompressedPrompt = string.Join("\n\n", _contexts),
            CompressedPromptList = _contexts,
            OriginTokens = originTokens,
            CompressedTokens = compressedTokens,
            Ratio = $"{PythonText.OneDecimal(ratio)}x",
            Rate = $"{PythonText.OneDecimal(1 / ratio * 100)}%",
            Saving = $", Saving ${PythonText.OneDecimal((originTokens - compressedTokens) * DollarsPerThousand / 1000)} in GPT-4.",
            LabeledPrompt = request.ReturnWordLabel
                ? string.Join(request.WordSep, _labels.Select(label => $"{label.Word}{request.LabelSep}{(label.Kept ? 1 : 0)}"))
                : null,
        };
    }
}
