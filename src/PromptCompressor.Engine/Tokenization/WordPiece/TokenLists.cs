using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>Where a tokenizer writes to.</summary>
/// <param name="Ids">One a token.</param>
/// <param name="Offsets">One a token.</param>
/// <param name="Pieces">One a token, or null where they are not wanted: strings cost more than all the rest.</param>
internal readonly record struct TokenLists(List<int> Ids, List<TextSpan> Offsets, List<string>? Pieces)
{
    public int Count => Ids.Count;

    public void Add(int id, TextSpan offset, string prefix, ReadOnlySpan<char> piece)
    {
        Ids.Add(id);
        Offsets.Add(offset);
        Pieces?.Add(string.Concat(prefix, piece));
    }

    /// <summary>Takes the last tokens back.</summary>
    /// <param name="count">How many tokens stay, of those of this call and those before it.</param>
    public void CutTo(int count)
    {
        // Lists may begin with tokens of earlier calls, and not with the same number of them.
        var taken = Ids.Count - count;
        Ids.RemoveRange(count, taken);
        Offsets.RemoveRange(Offsets.Count - taken, taken);
        Pieces?.RemoveRange(Pieces.Count - taken, taken);
    }
}
