using System.Text;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Selection.Units;

/// <summary>
/// LLMLingua's <c>force_tokens</c>: strings whose every occurrence stays. One that begins or ends with a letter must stand
/// as a word of its own there, so <c>a</c> does not force <c>banana</c>; one without a letter or digit must not stand inside a
/// protected span, so <c>.</c> does not force <c>3.14</c> or a URL.
/// </summary>
internal sealed class ForceTokens(IReadOnlyList<string> tokens) : IProtectionRule
{
    public const string RuleName = "force_tokens";

    public string Name => RuleName;

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        foreach (var token in tokens)
        {
            // White space is no word: line breaks stay by the renderer's rule.
            if (string.IsNullOrWhiteSpace(token))
            {
                continue;
            }

            var kind = token.EnumerateRunes().Any(Rune.IsLetterOrDigit) ? ProtectionKind.Always : ProtectionKind.Mark;
            for (var at = text.IndexOf(token, StringComparison.Ordinal); at >= 0; at = text.IndexOf(token, at + token.Length, StringComparison.Ordinal))
            {
                if (StandsAlone(text, at, token.Length))
                {
                    found.Add(new ProtectedSpan(new TextSpan(at, at + token.Length), kind, Name));
                }
            }
        }
    }

    private static bool StandsAlone(string text, int at, int length)
    {
        var end = at + length;
        return !(IsLetterBefore(text, at) && IsLetterAfter(text, at)) && !(IsLetterBefore(text, end) && IsLetterAfter(text, end));
    }

    private static bool IsLetterBefore(string text, int at)
    {
        Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _);
        return at > 0 && Scripts.KindOf(rune) == CharacterKind.Letter;
    }

    private static bool IsLetterAfter(string text, int at) => at < text.Length && Scripts.KindOfFirst(text.AsSpan(at)) == CharacterKind.Letter;
}
