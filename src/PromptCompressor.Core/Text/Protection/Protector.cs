namespace PromptCompressor.Core.Text.Protection;

/// <summary>Runs the rules and settles their overlaps.</summary>
internal static class Protector
{
    /// <summary>
    /// Spans in order, none empty, none overlapping another. What any rule calls <see cref="ProtectionKind.Always"/> stays so; overlapping
    /// <see cref="ProtectionKind.Whole"/> spans become one, and of one that reaches into an Always span each part outside it stays whole. A
    /// joined span has the name of the part that starts first, then of the longer one, then of the earlier rule.
    /// </summary>
    public static IReadOnlyList<ProtectedSpan> Find(string text, IReadOnlyList<IProtectionRule> rules)
    {
        var always = new List<Candidate>();
        var whole = new List<Candidate>();
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
                    (kind == ProtectionKind.Always ? always : whole).Add(new Candidate(clipped, order, rule));
                }
            }
        }

        Join(always);
        Join(whole);
        return Combine(always, whole);
    }

    /// <summary>Sorts the list and unites overlapping neighbours in place. Spans that only touch stay two: joined, two words would become one.</summary>
    private static void Join(List<Candidate> spans)
    {
        spans.Sort();
        var last = -1;
        foreach (var next in spans.ToArray())
        {
            if (last >= 0 && next.Span.Start < spans[last].Span.End)
            {
                var united = spans[last].Span with { End = Math.Max(spans[last].Span.End, next.Span.End) };
                spans[last] = spans[last] with { Span = united };
            }
            else
            {
                spans[++last] = next;
            }
        }

        spans.RemoveRange(last + 1, spans.Count - last - 1);
    }

    private static List<ProtectedSpan> Combine(List<Candidate> always, List<Candidate> whole)
    {
        var result = new List<ProtectedSpan>(always.Count + whole.Count);
        var next = 0;
        foreach (var (span, _, rule) in whole)
        {
            var start = span.Start;

            // Always spans that end before this one, then those inside it; the last may reach past its end and meet the next one too.
            while (next < always.Count && always[next].Span.Start < span.End)
            {
                var wall = always[next].Span;
                AddRest(start, wall.Start);
                start = Math.Max(start, wall.End);
                if (wall.End > span.End)
                {
                    break;
                }

                result.Add(always[next++].ToSpan(ProtectionKind.Always));
            }

            AddRest(start, span.End);

            void AddRest(int from, int to)
            {
                if (from < to)
                {
                    result.Add(new ProtectedSpan(new TextSpan(from, to), ProtectionKind.Whole, rule));
                }
            }
        }

        for (; next < always.Count; next++)
        {
            result.Add(always[next].ToSpan(ProtectionKind.Always));
        }

        return result;
    }

    private readonly record struct Candidate(TextSpan Span, int Order, string Rule) : IComparable<Candidate>
    {
        public int CompareTo(Candidate other)
        {
            var byStart = Span.Start.CompareTo(other.Span.Start);
            var byEnd = byStart != 0 ? byStart : other.Span.End.CompareTo(Span.End);
            return byEnd != 0 ? byEnd : Order.CompareTo(other.Order);
        }

        public ProtectedSpan ToSpan(ProtectionKind kind) => new(Span, kind, Rule);
    }
}
