using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Soft;

/// <summary>
/// Cuts a text where the soft models of this project were trained to see cuts. Whether a place is one is decided by the two
/// characters around it alone, so an edit moves no cut elsewhere.
/// </summary>
internal static class SentencePieces
{
    /// <summary>Pieces in order, none empty; together they are the text.</summary>
    public static IEnumerable<TextSpan> Of(string text)
    {
        var start = 0;
        for (var i = 1; i < text.Length; i++)
        {
            if (IsCut(text[i - 1], text[i]))
            {
                yield return new TextSpan(start, i);
                start = i;
            }
        }

        if (start < text.Length)
        {
            yield return new TextSpan(start, text.Length);
        }
    }

    /// <summary>
    /// After a sentence's end when white space follows, which begins the next piece; after a full-width one always; after a line
    /// feed, but of several only after the last.
    /// </summary>
    private static bool IsCut(char before, char after) => before switch
    {
        '.' or '!' or '?' or '…' => IsWhiteSpace(after),
        '。' or '！' or '？' => true,
        '\n' => after != '\n',
        _ => false,
    };

    /// <summary>The training code is Python, where the four information separators are white space too.</summary>
    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001C' and <= '\u001F';
}
