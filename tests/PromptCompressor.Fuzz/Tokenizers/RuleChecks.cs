using PromptCompressor.Core.Text.Protection;
using PromptCompressor.Core.Text.Protection.Rules;

namespace PromptCompressor.Fuzz.Tokenizers;

/// <summary>Every rule by itself and all together: spans within the text, sorted, apart, the same twice.</summary>
internal static class RuleChecks
{
    private static readonly IProtectionRule[][] Rules =
        [.. ProtectionRules.ByName.Values.Select(rule => new[] { rule }), [.. ProtectionRules.Parse(["all", "/[A-Z]{2,}-\\d+/", "/\\w+$/"]).Rules]];

    public static void Check(string text, HashSet<string> outcomes)
    {
        foreach (var rules in Rules)
        {
            var found = Protector.Find(text, rules);
            FuzzException.Unless(Protector.Find(text, rules).SequenceEqual(found), $"{rules[0].Name} finds something else the second time");
            var end = 0;
            foreach (var (span, kind, rule) in found)
            {
                FuzzException.Unless(span.Start >= end && !span.IsEmpty && span.End <= text.Length, $"{rule} finds {span} after {end} of {text.Length}");
                end = span.End;
                outcomes.Add($"{rule}: {kind}");
            }
        }
    }
}
