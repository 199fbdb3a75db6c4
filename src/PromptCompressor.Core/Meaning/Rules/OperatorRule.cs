namespace PromptCompressor.Core.Meaning.Rules;

/// <summary>
/// Operators are one (<c>!=</c>, <c>2&gt;&amp;1</c>, <c>=&gt;</c>), belong to what they stand right before (<c>!done</c>, <c>~mask</c>), and a
/// comparison to both of its sides.
/// </summary>
internal static class OperatorRule
{
    private const string Operators = "!=<>&|+-*/%^~:?@$\\#";
    private const string Unary = "!~-+$\\&@#";
    private const string Comparing = "=<>≤≥≠≈±∩∪∈≡→⇒";

    public static void Bind(UnitText text, BindingBuilder bindings)
    {
        for (var i = 0; i < text.Count;)
        {
            var end = bindings.IsWhole(i) ? i : EndOfRun(text, i);
            if (end == i)
            {
                i++;
                continue;
            }

            bindings.JoinAll(i, end);
            var isGluedBefore = i > 0 && text.Gaps[i] == Gap.None && (text.IsWord(i - 1) || text.Kinds[i - 1] == UnitKind.Close);
            var isGluedAfter = end < text.Count && text.Gaps[end] == Gap.None && (text.IsWord(end) || text.Kinds[end] == UnitKind.Open);
            var isRun = end - i > 1 || text[i].Span.Length > 1;
            if (isGluedAfter && (isRun || !isGluedBefore) && Unary.Contains(text.LastChar(end - 1), StringComparison.Ordinal) || (isRun && isGluedBefore && isGluedAfter))
            {
                bindings.Join(end - 1, end);
            }

            if (isRun && isGluedBefore && isGluedAfter)
            {
                bindings.Join(i - 1, i);
            }

            if (IsComparison(text, i, end))
            {
                BindSides(text, i, end, bindings);
            }

            i = end;
        }
    }

    private static int EndOfRun(UnitText text, int start)
    {
        var end = start;
        while (end < text.Count && (end == start || text.Gaps[end] == Gap.None) && IsOperator(text, end))
        {
            end++;
        }

        return end;
    }

    private static bool IsOperator(UnitText text, int i)
    {
        if (text.IsWord(i) || text.Kinds[i] is UnitKind.Solid or UnitKind.Cell or UnitKind.Tag or UnitKind.Open or UnitKind.Close)
        {
            return false;
        }

        var c = text.FirstChar(i);
        return Operators.Contains(c, StringComparison.Ordinal) || Comparing.Contains(c, StringComparison.Ordinal);
    }

    private static bool IsComparison(UnitText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (Comparing.Contains(text.FirstChar(i), StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static void BindSides(UnitText text, int start, int end, BindingBuilder bindings)
    {
        if (start > 0 && text.Gaps[start] <= Gap.Space && text.IsWord(start - 1) && end < text.Count && text.Gaps[end] <= Gap.Space && text.IsWord(end))
        {
            bindings.Join(start - 1, start);
            bindings.Join(end - 1, end);
        }
    }
}
