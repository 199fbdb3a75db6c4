namespace PromptCompressor.Core.Content.Detection;

/// <summary>Words that lines begin with, by their first letter: most lines begin with none of them, and few are compared.</summary>
internal sealed class WordStarts
{
    private readonly string[]?[] _byFirst = new string[128][];

    /// <param name="words">Not empty, and ASCII at their beginning.</param>
    public WordStarts(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            _byFirst[word[0]] = [.. _byFirst[word[0]] ?? [], word];
        }
    }

    /// <summary>Words with the first letter of a text, in the order given; none for an empty text.</summary>
    public ReadOnlySpan<string> Of(ReadOnlySpan<char> text) => text.IsEmpty || text[0] >= _byFirst.Length ? [] : _byFirst[text[0]];

    public bool Begin(ReadOnlySpan<char> text)
    {
        foreach (var word in Of(text))
        {
            if (text.StartsWith(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
