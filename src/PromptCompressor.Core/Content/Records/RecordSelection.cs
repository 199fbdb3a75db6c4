namespace PromptCompressor.Core.Content.Records;

/// <summary>Chooses records for a target: what is required, then the best scores, as many as fit. What has no score comes last, and only where the target is to be filled.</summary>
internal static class RecordSelection
{
    /// <param name="wholeTokens">Tokens of the block with every record.</param>
    /// <param name="rate">The share that was asked for. Where what is required exceeds the target alone, it is the share of the rest: nothing is gained by dropping all else as well.</param>
    public static (string Text, int Tokens, bool[] Keep) Choose(IRecordDocument document, int targetTokens, int wholeTokens, double rate, ContentOptions options)
    {
        var records = document.Records;
        var candidates = Enumerable.Range(0, records.Count).Where(i => !records[i].Required && (options.FillTarget || records[i].Score > 0))
            .OrderByDescending(i => records[i].Score).ThenBy(i => i).ToArray();
        var best = With(candidates.Length);
        if (best.Tokens <= targetTokens || candidates.Length == 0)
        {
            return best;
        }

        // The tokens grow with the number of records, but for marks that become larger or smaller: a bisection is near enough, and is checked.
        int low = 0, high = candidates.Length - 1;
        best = With(0);
        if (best.Tokens > targetTokens)
        {
            targetTokens = best.Tokens + (int)(rate * (wholeTokens - best.Tokens));
        }

        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            var attempt = With(middle);
            if (attempt.Tokens <= targetTokens)
            {
                (best, low) = (attempt, middle);
            }
            else
            {
                high = middle - 1;
            }
        }

        return best;

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
            return (text, options.CountTokens(text), keep);
        }
    }
}
