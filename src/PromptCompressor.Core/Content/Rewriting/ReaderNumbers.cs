using System.Text;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Detection;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>The blanks before the numbers of <c>cat -n</c>: six places, always.</summary>
internal static class ReaderNumbers
{
    public static string Trim(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var line in TextLines.Of(text))
        {
            var raw = line.Of(text);
            output.Append(LineSignals.ReaderNumberLength(raw, out _) > 0 ? raw.TrimStart(' ') : raw).Append(line.Break(text));
        }

        var trimmed = output.ToString();
        return Pad(trimmed) == text ? trimmed : text;
    }

    /// <summary>The way back.</summary>
    public static string Pad(string trimmed)
    {
        const int Places = 6;
        var output = new StringBuilder(trimmed.Length * 2);
        foreach (var line in TextLines.Of(trimmed))
        {
            var raw = line.Of(trimmed);
            var length = LineSignals.ReaderNumberLength(raw, out _);
            output.Append(' ', length > 0 ? Math.Max(0, Places + 1 - length) : 0).Append(raw).Append(line.Break(trimmed));
        }

        return output.ToString();
    }
}
