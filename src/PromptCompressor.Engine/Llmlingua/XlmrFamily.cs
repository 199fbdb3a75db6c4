using System.Text;
using PromptCompressor.Engine.Tokenization;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>XLM-RoBERTa: a word begins with <c>▁</c>.</summary>
internal sealed class XlmrFamily : ITokenFamily
{
    private const char WordStart = AlignedText.WordStart;

    public (string Cls, string Sep, string Pad, string Unk, string Mask) SpecialTokens => ("<s>", "</s>", "<pad>", "<unk>", "<mask>");

    public bool StartsWord(string token, ForceTokenMap force) =>
        PythonText.IsInPunctuation(token) || force.IsForced(token) || token.StartsWith(WordStart);

    public string Pure(string token) => token.TrimStart(WordStart);

    public string Label(string word) => word.TrimStart(WordStart);

    /// <summary>Hugging Face's Metaspace decoder: the first token has no space before it.</summary>
    public string Join(IEnumerable<string> tokens)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var token in tokens)
        {
            text.Append(first ? token.Replace(WordStart.ToString(), "", StringComparison.Ordinal) : token.Replace(WordStart, ' '));
            first = false;
        }

        return text.ToString();
    }
}
