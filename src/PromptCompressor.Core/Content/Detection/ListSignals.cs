using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Content.Detection;

/// <summary>What tells the lines of a list from those of a text.</summary>
internal struct ListSignals
{
    private int _tokens, _technical, _commas, _definitions, _sameStarts, _options;
    private ulong _start;

    /// <summary>
    /// Lines that read as words but not as sentences: each begins as the one above, or with a name and a dash; words with a comma behind each; names, options and
    /// addresses among words that end in no sentence.
    /// </summary>
    public readonly bool IsList(int lines, int sentenceEnds) =>
        (lines >= 4 && _sameStarts >= 0.5 * lines) || (lines >= 3 && _definitions >= 0.6 * lines) || (lines >= 4 && _options >= 0.25 * lines)
        || (_tokens >= 8 && (_commas >= 0.6 * _tokens || _technical >= 0.3 * _tokens || (sentenceEnds == 0 && lines >= 3 && _technical >= 0.12 * _tokens)));

    /// <param name="trimmed">A line without the blanks around it; not empty.</param>
    public void Add(ReadOnlySpan<char> trimmed)
    {
        Start(trimmed);
        Tokens(trimmed);
    }

    /// <summary>Compares the first word with that of the line above. Signs of lists and of quotations are no words.</summary>
    private void Start(ReadOnlySpan<char> trimmed)
    {
        var end = trimmed.IndexOf(' ');
        var word = end < 0 ? trimmed : trimmed[..end];
        var isWord = end > 0 && char.IsLetterOrDigit(word[0]);
        var hash = isWord ? XxHash3.HashToUInt64(MemoryMarshal.AsBytes(word)) : 0;
        _sameStarts += isWord && hash == _start ? 1 : 0;
        _start = hash;
        _options += trimmed is ['-', '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] ? 1 : 0;
        _definitions += isWord && trimmed.Length > end + 3 && trimmed[end + 1] == '-' && trimmed[end + 2] == ' ' ? 1 : 0;
    }

    /// <summary>Counts what stands between blanks, and what of it is a name, an option or an address and no word. Writing without blanks has none.</summary>
    private void Tokens(ReadOnlySpan<char> trimmed)
    {
        foreach (var range in trimmed.Split(' '))
        {
            var token = trimmed[range];
            if (token.IsEmpty || token[0] >= '\u0E00')
            {
                continue;
            }

            _tokens++;
            _commas += token[^1] == ',' ? 1 : 0;
            _technical += TechnicalWords.Contains(token.Trim("\"'`()[],.;:!?*“”«»")) ? 1 : 0;
        }
    }
}
