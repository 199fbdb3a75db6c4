namespace PromptCompressor.Core.Text.Protection.Rules;

/// <summary>Mail addresses with a dotted domain.</summary>
internal sealed class EmailRule : IProtectionRule
{
    // RFC 5321's limits; here they also keep the look around each @ constant.
    private const int MaxLocalLength = 64;
    private const int MaxDomainLength = 255;

    public string Name => "email";

    public void Find(string text, ICollection<ProtectedSpan> found)
    {
        var from = 0;
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
        {
            var start = LocalStart(text, from, at);
            var end = start < at ? DomainEnd(text, at + 1) : -1;
            if (end < 0)
            {
                continue;
            }

            found.Add(new ProtectedSpan(new TextSpan(start, end), ProtectionKind.Whole, Name));
            from = end;
        }
    }

    private static int LocalStart(string text, int from, int at)
    {
        var start = at;
        var lowest = Math.Max(from, at - MaxLocalLength);
        while (start > lowest && (IsLabelChar(text[start - 1]) || text[start - 1] is '.' or '_' or '%' or '+' or '\''))
        {
            start--;
        }

        while (start < at && !IsLabelChar(text[start]) && text[start] != '_')
        {
            start++;
        }

        return at > 0 && text[at - 1] == '.' ? at : start;
    }

    private static int DomainEnd(string text, int start)
    {
        var limit = Math.Min(text.Length, start + MaxDomainLength);
        var label = start;
        var end = -1;
        while (true)
        {
            var i = label;
            var letters = 0;
            for (; i < limit && IsLabelChar(text[i]); i++)
            {
                letters += Chars.IsJoiningLetter(text[i]) ? 1 : 0;
            }

            // Hyphens at the end of a label belong to the sentence.
            var labelEnd = i;
            while (labelEnd > label && text[labelEnd - 1] == '-')
            {
                labelEnd--;
            }

            if (labelEnd == label)
            {
                return end;
            }

            // The address ends after the last label that can be a top-level domain.
            if (label > start && letters >= 2)
            {
                end = labelEnd;
            }

            if (labelEnd != i || i >= limit || text[i] != '.')
            {
                return end;
            }

            label = i + 1;
        }
    }

    private static bool IsLabelChar(char c) => c == '-' || char.IsAsciiDigit(c) || Chars.IsJoiningLetter(c);
}
