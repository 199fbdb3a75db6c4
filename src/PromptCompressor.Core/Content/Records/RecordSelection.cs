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

        // The tokens grow with the number of records, but for marks that become larger or smaller, and nearly with their characters: so the largest number that fits is looked
        // for where the characters say it is, and by halving if they do not. What it finds is counted.
        (string Text, int Tokens, bool[] Keep) Most(int low, int high, int limit, (string Text, int Tokens, bool[] Keep) found)
        {
            const int Guesses = 10;
            var characters = Characters();
            var perCharacter = found.Text.Length > 0 && found.Tokens > 0 ? found.Tokens / (double)found.Text.Length : 0.3;
            for (var (tries, step) = (0, 1); low < high; tries++)
            {
                var middle = tries < Guesses ? Guess(found.Tokens, perCharacter, ref step) : (low + high + 1) / 2;
                var attempt = With(middle);
                if (middle != low && characters[middle] > characters[low] && attempt.Tokens > found.Tokens)
                {
                    perCharacter = (attempt.Tokens - found.Tokens) / (double)(characters[middle] - characters[low]);
                }

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

            // Within (low, high]. At either end the next guess is farther from it, so that both ends come in.
            int Guess(int tokens, double perCharacter, ref int step)
            {
                var room = characters[low] + (long)((limit - tokens) / perCharacter);
                var place = characters.AsSpan(0, high + 1).BinarySearch(room);
                place = place < 0 ? ~place - 1 : place;
                if (place > low && place < high)
                {
                    return place;
                }

                place = place <= low ? Math.Min(low + step, high) : Math.Max(high - step + 1, low + 1);
                step *= 2;
                return place;
            }
        }

        // For each number of candidates, the characters of those.
        long[] Characters()
        {
            var characters = new long[candidates.Length + 1];
            for (var i = 0; i < candidates.Length; i++)
            {
                characters[i + 1] = characters[i] + records[candidates[i]].Span.Length;
            }

            return characters;
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
