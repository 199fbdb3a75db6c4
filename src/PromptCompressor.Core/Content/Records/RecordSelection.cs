namespace PromptCompressor.Core.Content.Records;

/// <summary>Chooses records for a target: what is required, then the best scores, as many as fit. Ordinary records come last, up to a limit of their own. A lower target never keeps more than a higher one.</summary>
internal static class RecordSelection
{
    /// <param name="fillTokens">Tokens up to which ordinary records come back.</param>
    public static (string Text, int Tokens, bool[] Keep) Choose(IRecordDocument document, int targetTokens, int fillTokens, Func<string, int> count)
    {
        var records = document.Records;
        var candidates = Enumerable.Range(0, records.Count).Where(i => !records[i].Required).OrderByDescending(i => records[i].Score).ThenBy(i => i).ToArray();
        var scored = candidates.Count(i => records[i].Score >= RecordScores.Ordinary);
        var best = With(scored);
        if (best.Tokens <= targetTokens)
        {
            return best.Tokens < fillTokens ? Most(scored, candidates.Length, Math.Min(fillTokens, targetTokens), best) : best;
        }

        best = With(0);
        return best.Tokens > targetTokens ? best : Most(0, scored, targetTokens, best);

        // The tokens grow with the number of records, but for marks that become larger or smaller: a bisection is near enough, and what it finds is counted.
        (string Text, int Tokens, bool[] Keep) Most(int low, int high, int limit, (string Text, int Tokens, bool[] Keep) found)
        {
            while (low < high)
            {
                var middle = (low + high + 1) / 2;
                var attempt = With(middle);
                if (attempt.Tokens <= limit)
                {
                    (found, low) = (attempt, middle);
                }
                else
                {
                    high = middle - 1;
                }
            }

            return found;
        }

        (string Text, int Tokens, bool[] Keep) With(int number)
        {
            var keep = new bool[records.Count];
            for (var i = 0; i < keep.Length; i++)
            {
                keep[i] = records[i].Required;
            }

            foreach (var i in candidates.AsSpan(0, number))
            {
                keep[i] = true;
            }

            var text = document.Render(keep);
            return (text, count(text), keep);
        }
    }
}
