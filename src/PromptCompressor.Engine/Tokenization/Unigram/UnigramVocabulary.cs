namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>Pieces that text may be made of, with their log probabilities. Control tokens are not among them: their names are plain text.</summary>
internal sealed class UnigramVocabulary
{
    /// <summary>SentencePiece's: an unknown character costs this much more than the rarest piece.</summary>
    private const double UnknownPenalty = 10;

    private readonly Dictionary<int, double> _scores = [];

    public PieceTrie Trie { get; } = new();

    /// <summary>The lowest id above all pieces.</summary>
    public int NextId { get; private set; }

    public double UnknownScore { get; private set; } = -UnknownPenalty;

    public void Add(string piece, int id, double score)
    {
        Trie.Add(piece, id);
        _scores[id] = score;
        NextId = Math.Max(NextId, id + 1);
        UnknownScore = Math.Min(UnknownScore, score - UnknownPenalty);
    }

    public double Score(int id) => _scores[id];
}
