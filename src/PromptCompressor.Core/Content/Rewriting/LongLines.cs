using System.Globalization;
using System.Text;
using PromptCompressor.Core.Content.Blocks;

namespace PromptCompressor.Core.Content.Rewriting;

/// <summary>Lines longer than any that people write, such as minified code that a search found: they end early, with an ellipsis and how much is gone. Readers of agents cut them at the same length.</summary>
internal static class LongLines
{
    public const int Longest = 2000;

    public static string Cut(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var line in TextLines.Of(text))
        {
            var of = line.Of(text);
            if (of.Length > Longest + 100)
            {
                var kept = char.IsLowSurrogate(of[Longest]) ? Longest - 1 : Longest;
                output.Append(of[..kept]).Append(CultureInfo.InvariantCulture, $"… [{of.Length - kept} characters omitted]");
            }
            else
            {
                output.Append(of);
            }

            output.Append(line.Break(text));
        }

        return output.ToString();
    }
}
