namespace PromptCompressor.Core.Selection.Units;

/// <summary>LLMLingua's <c>drop_consecutive</c>: of equal force tokens that follow each other in the output only the first stays.</summary>
internal static class ConsecutiveForceTokens
{
    public static void Drop(string text, ReadOnlySpan<SelectableUnit> units, Span<bool> kept)
    {
        var last = -1;
        for (var i = 0; i < units.Length; i++)
        {
            if (!kept[i])
            {
                continue;
            }

            if (last >= 0 && IsForced(units[i]) && IsForced(units[last])
                && units[i].Span.Of(text).SequenceEqual(units[last].Span.Of(text)))
            {
                kept[i] = false;
                continue;
            }

            last = i;
        }
    }

    private static bool IsForced(SelectableUnit unit) => unit.Rule == ForceTokens.RuleName;
}
