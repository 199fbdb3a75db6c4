namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>Pieces by their chars, walked one char at a time so that all pieces that begin at a place are found in one go.</summary>
internal sealed class PieceTrie
{
    public const int Root = 0;
    public const int NoPiece = -1;

    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _pieces = [NoPiece];

    public void Add(string piece, int id)
    {
        var node = Root;
        foreach (var c in piece)
        {
            if (!TryStep(node, c, out var next))
            {
                next = _pieces.Count;
                _edges.Add(Key(node, c), next);
                _pieces.Add(NoPiece);
            }

            node = next;
        }

        _pieces[node] = id;
    }

    public bool TryStep(int node, char c, out int next) => _edges.TryGetValue(Key(node, c), out next);

    /// <summary>Id of the piece that ends at a node, or <see cref="NoPiece"/>.</summary>
    public int PieceAt(int node) => _pieces[node];

    private static long Key(int node, char c) => ((long)node << 16) | c;
}
