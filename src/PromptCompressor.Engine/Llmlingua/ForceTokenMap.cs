using PromptCompressor.Core.Llmlingua;

namespace PromptCompressor.Engine.Llmlingua;

/// <summary>
/// The force tokens of a request. One that the encoder does not take as exactly one token is replaced by a mark of its
/// own, <c>[NEWi]</c> with its place in the list, and put back at the end. The library replaces blindly, also inside words.
/// </summary>
internal sealed class ForceTokenMap
{
    /// <summary>A line break becomes six characters; a text of nothing else grows no more than that.</summary>
    private const int MostGrowth = 8;

    private readonly HashSet<string> _given;
    private readonly HashSet<string> _marks;

    /// <summary>In the order that they were given: replacing one can make or break another.</summary>
    private readonly OrderedDictionary<string, string> _markOf = new(StringComparer.Ordinal);

    public ForceTokenMap(IReadOnlyList<string> tokens, LlmlinguaTokenizer tokenizer)
    {
        if (tokens.Count > LlmlinguaRequest.MaxForceTokens)
        {
            throw LlmlinguaErrors.Of($"force_tokens has {tokens.Count} entries, and LLMLingua-2 takes {LlmlinguaRequest.MaxForceTokens}.");
        }

        _given = tokens.ToHashSet(StringComparer.Ordinal);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Length == 0)
            {
                throw LlmlinguaErrors.Of($"force_tokens[{i}] is empty.");
            }

            if (tokenizer.Tokenize(tokens[i]).Count != 1)
            {
                _markOf[tokens[i]] = LlmlinguaTokenizer.Mark(i);
            }
        }

        _marks = _markOf.Values.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>A force token as it was given.</summary>
    public bool IsGiven(string word) => _given.Contains(word);

    /// <summary>A force token as it was given, or a mark that stands for one.</summary>
    public bool IsForced(string token) => _given.Contains(token) || _marks.Contains(token);

    public string Replace(string text)
    {
        var most = MostGrowth * (long)Math.Max(text.Length, 1);
        foreach (var (token, mark) in _markOf)
        {
            text = text.Replace(token, mark, StringComparison.Ordinal);
            if (text.Length > most)
            {
                throw LlmlinguaErrors.Of("The force tokens are found in their own replacements, which makes the context many times longer.");
            }
        }

        return text;
    }

    public string Restore(string text)
    {
        foreach (var (token, mark) in _markOf)
        {
            text = text.Replace(mark, token, StringComparison.Ordinal);
        }

        return text;
    }

    /// <summary>Strings that end a chunk, with the marks of those that are force tokens.</summary>
    public HashSet<string> WithMarks(IReadOnlyList<string> chunkEnds)
    {
        var ends = chunkEnds.ToHashSet(StringComparer.Ordinal);
        foreach (var end in chunkEnds)
        {
            if (_markOf.TryGetValue(end, out var mark))
            {
                ends.Add(mark);
            }
        }

        return ends;
    }
}
