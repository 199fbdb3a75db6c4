namespace PromptCompressor.Engine.Llmlingua;

/// <summary>
/// Cuts a text into chunks, each turned back into text. A chunk holds up to 511 tokens, not 510, and may become more when it
/// is read again: the encoder's window then cuts off its end.
/// </summary>
internal static class Chunker
{
    /// <param name="text">With marks for force tokens.</param>
    /// <param name="ends">Tokens after which a cut is best.</param>
    /// <param name="room">Tokens of the encoder's window without the two around a chunk.</param>
    public static List<string> Cut(string text, LlmlinguaTokenizer tokenizer, HashSet<string> ends, int room)
    {
        var tokens = tokenizer.Tokenize(text);
        var chunks = new List<string>();
        var start = 0;
        while (start < tokens.Count)
        {
            var last = tokens.Count - 1;
            if (start + room <= last)
            {
                last = LastOfChunk(tokens, start, start + room, ends);
            }

            chunks.Add(tokenizer.Family.Join(tokens[start..(last + 1)].Select(token => token.Text)));
            start = last + 1;
        }

        return chunks;
    }

    private static int LastOfChunk(List<LlmlinguaToken> tokens, int start, int last, HashSet<string> ends)
    {
        // The first token of the chunk is not looked at.
        for (var i = last; i > start; i--)
        {
            if (ends.Contains(tokens[i].Text))
            {
                return i;
            }
        }

        return last;
    }
}
