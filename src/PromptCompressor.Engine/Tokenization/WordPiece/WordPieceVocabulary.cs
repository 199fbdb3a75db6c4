namespace PromptCompressor.Engine.Tokenization.WordPiece;

/// <summary>Pieces by the place they may stand in: at the start of a word, or (written with <c>##</c> in the file) inside it.</summary>
internal sealed class WordPieceVocabulary
{
    public const string ContinuingPrefix = "##";
    public const string Unknown = "[UNK]";

    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _continuing = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _firstBySpan;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _continuingBySpan;

    public WordPieceVocabulary(string file, IEnumerable<KeyValuePair<string, int>> pieces)
    {
        foreach (var (piece, id) in pieces)
        {
            var continues = piece.StartsWith(ContinuingPrefix, StringComparison.Ordinal);
            var text = continues ? piece[ContinuingPrefix.Length..] : piece;
            (continues ? _continuing : _first)[text] = id;
            LongestPiece = Math.Max(LongestPiece, text.Length);
        }

        _firstBySpan = _first.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuingBySpan = _continuing.GetAlternateLookup<ReadOnlySpan<char>>();
        SpecialIds = new SpecialTokenIds(Special("[CLS]"), Special("[SEP]"), Special("[PAD]"), Special(Unknown));

        int Special(string token) => _first.TryGetValue(token, out var id)
            ? id
            : throw new TokenizerFormatException($"{file}: the vocabulary has no {token}.");
    }

    public int LongestPiece { get; }

    public SpecialTokenIds SpecialIds { get; }

    /// <summary>Reads <c>vocab.txt</c>: a piece a line, its id the line's number from 0.</summary>
    public static WordPieceVocabulary Load(string path) => new(
        path, File.ReadLines(path).Select((line, id) => KeyValuePair.Create(line.TrimEnd(), id)));

    public bool TryFind(ReadOnlySpan<char> piece, bool continues, out int id) =>
        (continues ? _continuingBySpan : _firstBySpan).TryGetValue(piece, out id);
}
