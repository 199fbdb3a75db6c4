namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>A row of a table is kept or dropped as one; of a very long one its name stays with what is kept.</summary>
internal static class TableRule
{
    private const int MostUnits = 96;

    public static void Bind(UnitText text, BindingBuilder bindings)
    {
        for (var start = 0; start < text.Count;)
        {
            var end = start + 1;
            var hasCells = text.Kinds[start] == UnitKind.Cell;
            while (end < text.Count && text.Gaps[end] < Gap.Line)
            {
                hasCells |= text.Kinds[end++] == UnitKind.Cell;
            }

            if (hasCells)
            {
                BindRow(text, start, end, bindings);
            }

            start = end;
        }
    }

    private static void BindRow(UnitText text, int start, int end, BindingBuilder bindings)
    {
        var last = -1;
        var first = start;
        while (first < end && text.Kinds[first] == UnitKind.Cell)
        {
            first++;
        }

        for (var i = first; i < end; i++)
        {
            // The pipes stay anyhow; they do not need the row.
            if (text.Kinds[i] == UnitKind.Cell)
            {
                continue;
            }

            if (last >= 0)
            {
                bindings.Bind(i, last);
                if (end - start <= MostUnits)
                {
                    bindings.Bind(last, i);
                }
            }

            last = end - start <= MostUnits || last < 0 ? i : last;
        }
    }
}
