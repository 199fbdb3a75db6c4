using System.Text;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Quality.Meaning;

/// <summary>A text with what must hold of it.</summary>
/// <param name="Kind">What is asked about it.</param>
/// <param name="Language">As in BCP 47.</param>
/// <param name="Text">What is compressed.</param>
/// <param name="Claims">Each is counted.</param>
internal sealed record MeaningText(string Kind, string Language, string Text, IReadOnlyList<Claim> Claims);

/// <summary>Writes a text and keeps where its <c>[guards]</c> and <c>{governed}</c> words stand.</summary>
internal sealed class MarkedText
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public List<TextSpan> Sentences { get; } = [];

    public override string ToString() => _text.ToString();

    public void Append(string text) => _text.Append(text);

    /// <param name="marked">Text with marks, which are left out.</param>
    public (List<TextSpan> Guards, List<TextSpan> Governed) AppendMarked(string marked)
    {
        var (guards, governed) = (new List<TextSpan>(), new List<TextSpan>());
        var sentence = _text.Length;
        var start = 0;
        foreach (var c in marked)
        {
            switch (c)
            {
                case '[' or '{':
                    start = _text.Length;
                    break;
                case ']':
                    guards.Add(new TextSpan(start, _text.Length));
                    break;
                case '}':
                    governed.Add(new TextSpan(start, _text.Length));
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }

        Sentences.Add(new TextSpan(sentence, _text.Length));
        return (guards, governed);
    }
}
