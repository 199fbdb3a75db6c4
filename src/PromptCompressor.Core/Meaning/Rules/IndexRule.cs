using System.Globalization;
using PromptCompressor.Core.Meaning.Units;

namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>A raised or lowered sign belongs to what it is written at: <c>mm²</c>, <c>CO₂</c>, <c>10⁻³</c>, <c>5′ 3″</c>.</summary>
internal static class IndexRule
{
    public static void Bind(UnitText text, BindingBuilder bindings)
    {
        for (var i = 1; i < text.Count; i++)
        {
            // Everything below is no ASCII.
            if (text.Gaps[i] != Gap.None || text.FirstChar(i) < '\u0080' || !IsIndex(text.FirstChar(i)))
            {
                continue;
            }

            bindings.Join(i - 1, i);
            if (i + 1 < text.Count && text.Gaps[i + 1] == Gap.None && text.IsWord(i + 1))
            {
                bindings.Join(i, i + 1);
            }
        }
    }

    private static bool IsIndex(char c) => c is '′' or '″' or 'ª' or 'º' or (>= '⁺' and <= '⁾') or (>= '₊' and <= '₎') || char.GetUnicodeCategory(c) == UnicodeCategory.OtherNumber;
}
