namespace PromptCompressor.Engine.Tokenization.Bpe;

/// <summary>Which bytes and which pairs of tokens have an id.</summary>
internal sealed class BpeVocabulary
{
    /// <summary>What a byte that has no id of its own stands as; such bytes have no token.</summary>
    public const int NoId = -1;

    private readonly int[] _bytes = new int[256];
    private readonly Dictionary<(int Left, int Right), (int Rank, int Id)> _merges;

    /// <param name="ids">Id of each token, written in <see cref="ByteAlphabet"/>.</param>
    /// <param name="merges">Pairs to join, the most important first; each joined token must have an id.</param>
    /// <exception cref="TokenizerFormatException">A part of a merge, or what it makes, has no id.</exception>
    public BpeVocabulary(IReadOnlyDictionary<string, int> ids, IReadOnlyList<(string Left, string Right)> merges)
    {
        for (var b = 0; b < _bytes.Length; b++)
        {
            _bytes[b] = ids.GetValueOrDefault(ByteAlphabet.CharOf((byte)b).ToString(), NoId);
        }

        _merges = new Dictionary<(int, int), (int, int)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            _merges.TryAdd((IdOf(left), IdOf(right)), (rank, IdOf(left + right)));
        }

        int IdOf(string token) => ids.TryGetValue(token, out var id)
            ? id
            : throw new TokenizerFormatException($"The tokenizer's merges use '{token}', which its vocabulary lacks.");
    }

    public int IdOf(byte value) => _bytes[value];

    public bool TryMerge(int left, int right, out int rank, out int id)
    {
        var found = _merges.TryGetValue((left, right), out var merge);
        (rank, id) = merge;
        return found;
    }
}
