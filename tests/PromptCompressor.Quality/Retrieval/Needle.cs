using System.Text.RegularExpressions;

namespace PromptCompressor.Quality.Retrieval;

/// <summary>A statement hidden in a long text.</summary>
/// <param name="Sentence">As it stands there, in a paragraph or a line of its own.</param>
/// <param name="Key">What it is about.</param>
/// <param name="Value">What it says of it.</param>
internal sealed record Needle(string Sentence, string Key, string Value)
{
    /// <summary>Whether the value stands behind its key, in one sentence: a number of nothing answers no question.</summary>
    public bool IsToldBy(string text) => Regex.IsMatch(text, $@"\b{Regex.Escape(Key)}\b[^.\n]*\b{Regex.Escape(Value)}\b", RegexOptions.CultureInvariant);

    /// <summary>Whether the value is left, whatever it is of.</summary>
    public bool HasValueIn(string text) => Regex.IsMatch(text, $@"\b{Regex.Escape(Value)}\b", RegexOptions.CultureInvariant);
}
