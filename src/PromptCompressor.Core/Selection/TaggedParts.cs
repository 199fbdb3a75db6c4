using PromptCompressor.Core.Selection.Units;
using PromptCompressor.Core.Text;
using PromptCompressor.Core.Text.Protection;

namespace PromptCompressor.Core.Selection;

/// <summary>What tags ask of the parts they enclose.</summary>
internal static class TaggedParts
{
    /// <summary>Rules read the text without its tags, so that JSON with a tag in one of its strings is still JSON.</summary>
    public static IReadOnlyList<ProtectedSpan> Protect(SegmentedText text, string content, IReadOnlyList<IProtectionRule> rules)
    {
        var found = Protector.Find(content, rules);
        if (!text.IsTagged)
        {
            return found;
        }

        var moved = new List<ProtectedSpan>(found.Count);
        var next = 0;
        var offset = 0; // Of the part in the text without tags.
        foreach (var part in text.Parts)
        {
            var end = offset + part.Span.Length;
            if (part.IsWhole)
            {
                moved.Add(new ProtectedSpan(part.Span, ProtectionKind.Always, LlmlinguaTags.WholeRule));
            }

            for (; next < found.Count && found[next].Span.Start < end; next++)
            {
                var clipped = new TextSpan(Math.Max(found[next].Span.Start, offset), Math.Min(found[next].Span.End, end));
                var shift = part.Span.Start - offset;
                if (!part.IsWhole && !clipped.IsEmpty)
                {
                    moved.Add(found[next] with { Span = new TextSpan(clipped.Start + shift, clipped.End + shift) });
                }

                if (found[next].Span.End > end)
                {
                    break;
                }
            }

            offset = end;
        }

        return moved;
    }

    /// <summary>Puts the tags between the units, as units that are never kept.</summary>
    public static SelectableUnit[] WithTags(SegmentedText text, SelectableUnit[] units)
    {
        if (!text.IsTagged)
        {
            return units;
        }

        var all = new List<SelectableUnit>(units.Length + text.Parts.Count + 1);
        var next = 0;
        var start = 0;
        foreach (var part in text.Parts)
        {
            AddTag(start, part.Span.Start);
            for (; next < units.Length && units[next].Span.Start < part.Span.End; next++)
            {
                all.Add(units[next]);
            }

            start = part.Span.End;
        }

        AddTag(start, text.Text.Length);
        return [.. all];

        void AddTag(int from, int to)
        {
            if (from < to)
            {
                all.Add(new SelectableUnit(new TextSpan(from, to), default, false, LlmlinguaTags.TagRule));
            }
        }
    }

    /// <summary>Chooses the words of each part that has a rate, so that what is left to choose is the rest.</summary>
    /// <param name="state">With only fixed units chosen.</param>
    /// <param name="texts">The texts of the state.</param>
    /// <param name="minProbability">Units under it are dropped even if there is room, 0..1.</param>
    /// <param name="shifts">For each unit of each text what a question adds to its log-odds; null without one.</param>
    /// <param name="counter">The target LLM's.</param>
    public static TaggedPartsTotals Select(
        SelectionState state, IReadOnlyList<SegmentedText> texts, double minProbability, double[][]? shifts, ITokenCounter counter, CancellationToken cancellation)
    {
        var use = default(TaggedPartsTotals);
        for (var document = 0; document < texts.Count; document++)
        {
            var units = state.Units[document];
            var end = 0;
            foreach (var part in texts[document].Parts)
            {
                var start = end;
                while (end < units.Length && units[end].Span.Start < part.Span.End)
                {
                    end++;
                }

                if (part.Rate is not { } rate)
                {
                    continue;
                }

                var tokens = counter.Count(part.Span.Of(texts[document].Text));
                if (state.IsDropped(document))
                {
                    // What it would have kept, at its own rate, goes to what stays.
                    use = use with { OriginTokens = use.OriginTokens + tokens, FreedTokens = use.FreedTokens + TokenBudget.Share(rate, tokens) };
                    continue;
                }

                var own = state.Part(document, start..end);
                double[][]? ownShifts = shifts is null ? null : [shifts[document][start..end]];
                var budget = new TokenBudget(null, part.IsWhole ? null : rate, tokens);
                var selection = Selector.Select(own, minProbability, ownShifts, budget, counter, cancellation);
                var decisions = new WordDecision[end - start];
                own.Explain(0, minProbability, own.KeptOf(0), decisions);
                for (var i = start; i < end; i++)
                {
                    var decision = decisions[i - start];
                    if (decision.Reason == WordReason.TooLarge)
                    {
                        state.SetAside(new UnitRef(document, i));
                    }

                    state.Lock(new UnitRef(document, i), decision.Kept || decision.Reason == WordReason.Unneeded, decision.Reason == WordReason.Joined);
                }

                use = use with
                {
                    OriginTokens = use.OriginTokens + tokens,
                    Tokens = use.Tokens + counter.Count(own.RenderAll([])),
                    BudgetMissed = use.BudgetMissed || selection.FixedExceedsBudget,
                };
            }
        }

        return use;
    }
}

/// <param name="OriginTokens">The number of tokens of the parts that have a rate of their own.</param>
/// <param name="Tokens">What is left of them.</param>
/// <param name="FreedTokens">What those whose context was dropped would have kept.</param>
/// <param name="BudgetMissed">The protected text of one of them is over its budget.</param>
internal readonly record struct TaggedPartsTotals(int OriginTokens, int Tokens, int FreedTokens, bool BudgetMissed);
