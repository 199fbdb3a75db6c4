using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Core.Compression;

/// <summary>
/// What a request forces or protects in its own words, as far as structure goes: records with a force token stay, and no rewriting cuts into
/// what a pattern of the caller finds. A mark without a letter or digit is a part of its record, as it is of a number. The rules that have names
/// ask nothing of structure: records are whole or gone.
/// </summary>
internal sealed class ForcedText
{
    private readonly IReadOnlyList<IProtectionRule> _forced;
    private readonly IReadOnlyList<IProtectionRule> _patterns;

    private ForcedText(IReadOnlyList<IProtectionRule> forced, IReadOnlyList<IProtectionRule> patterns) => (_forced, _patterns) = (forced, patterns);

    /// <returns>Null if the request says nothing of the kind.</returns>
    public static ForcedText? Of(CompressionRequest request)
    {
        IProtectionRule[] forced =
        [
            .. request.ForceTokens.Select(token => new ForceTokens([token])),
            .. request.ForceReserveDigit ? [new ReservedDigits()] : Array.Empty<IProtectionRule>(),
        ];
        IProtectionRule[] patterns = [.. request.Protect.Where(rule => rule is RegexRule)];
        return forced.Length == 0 && patterns.Length == 0 ? null : new ForcedText(forced, patterns);
    }

    /// <summary>Whether something that is forced stands in a text.</summary>
    public bool IsIn(string text) => _forced.Any(rule => CountOf(rule, text) > 0);

    /// <summary>Whether something that is forced stands less often in an output than in its source.</summary>
    public bool IsLost(string source, string output) => _forced.Any(rule => CountOf(rule, source) is > 0 and var count && CountOf(rule, output) < count);

    /// <summary>What the caller's patterns find in a text.</summary>
    public IReadOnlyList<string> PatternsIn(string text)
    {
        var found = new List<ProtectedSpan>();
        foreach (var rule in _patterns)
        {
            rule.Find(text, found);
        }

        return [.. found.Select(span => span.Span.Of(text).ToString()).Distinct(StringComparer.Ordinal)];
    }

    private static int CountOf(IProtectionRule rule, string text)
    {
        var found = new List<ProtectedSpan>();
        rule.Find(text, found);
        return found.Count(span => span.Kind == ProtectionKind.Always);
    }
}
