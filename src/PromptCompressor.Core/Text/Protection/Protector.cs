namespace PromptCompressor.Core.Text.Protection;

/// <summary>Runs the rules and settles their overlaps.</summary>
internal static class Protector
{
    /// <summary>
    /// Spans in order, none empty, none overlapping another, each <see cref="ProtectionKind.Whole"/> or <see cref="ProtectionKind.Always"/>.
    /// Overlapping ones become one, so nothing ever cuts what a rule found; one with an Always part is Always. A joined span has the
    /// name of its first Always part, else of its first part; of two that start together the longer one is first, then the earlier rule.
    /// </summary>
    public static IReadOnlyList<ProtectedSpan> Find(string text, IReadOnlyList<IProtectionRule> rules)
    {
        var candidates = new List<Candidate>();
        var found = new List<ProtectedSpan>();
        for (var order = 0; order < rules.Count; order++)
        {
            found.Clear();
            rules[order].Find(text, found);
            foreach (var (span, kind, rule) in found)
            {
                var clipped = new TextSpan(Math.Max(0, span.Start), Math.Min(text.Length, span.End));
                if (!clipped.IsEmpty)
                {
                    candidates.Add(new Candidate(new ProtectedSpan(clipped, kind, rule), order));
                }
            }
        }

        candidates.Sort();
        return Join(candidates);
    }

    /// <summary>Unites overlapping neighbours. Spans that only touch stay two: joined, two words would become one.</summary>
    private static List<ProtectedSpan> Join(List<Candidate> sorted)
    {
        var joined = new List<ProtectedSpan>(sorted.Count);
        foreach (var (next, _) in sorted)
        {
            var isMark = next.Kind == ProtectionKind.Mark;
            if (joined.Count == 0 || next.Span.Start >= joined[^1].Span.End)
            {
                joined.Add(isMark ? next with { Kind = ProtectionKind.Always } : next);
                continue;
            }

            var last = joined[^1];
            if (isMark && next.Span.End <= last.Span.End)
            {
                continue;
            }

            var span = last.Span with { End = Math.Max(last.Span.End, next.Span.End) };
            joined[^1] = last.Kind == ProtectionKind.Whole && next.Kind != ProtectionKind.Whole
                ? new ProtectedSpan(span, ProtectionKind.Always, next.Rule)
                : last with { Span = span };
        }

        return joined;
    }

    private readonly record struct Candidate(ProtectedSpan Found, int Order) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var (span, others) = (Found.Span, other.Found.Span);
            var byStart = span.Start.CompareTo(others.Start);
            var byEnd = byStart != 0 ? byStart : others.End.CompareTo(span.End);
            return byEnd != 0 ? byEnd : Order.CompareTo(other.Order);
        }
    }
}
