using System.Text;

namespace PromptCompressor.Engine.Tokenization.Unigram;

/// <summary>
/// Finds the likeliest sequence of pieces (Viterbi, in time linear in the text). Sums are double as in Hugging Face's tokenizers: in
/// float, as SentencePiece and Microsoft.ML.Tokenizers have them, equal splits (a run of dashes) are told apart by rounding
/// and come out in another order. A scratch object of one call, never shared.
/// </summary>
internal sealed class UnigramLattice(UnigramVocabulary vocabulary)
{
    public const int Unknown = PieceTrie.NoPiece;

    private readonly List<UnigramPiece> _path = [];
    private Node[] _nodes = new Node[256];

    /// <summary>The pieces of <paramref name="text"/> in order; valid until the next call.</summary>
    public IReadOnlyList<UnigramPiece> Split(ReadOnlySpan<char> text)
    {
        if (_nodes.Length <= text.Length)
        {
            _nodes = new Node[Math.Max(text.Length + 1, _nodes.Length * 2)];
        }

        var nodes = _nodes.AsSpan(0, text.Length + 1);
        nodes.Fill(new Node(double.NegativeInfinity, Unknown, 0));
        nodes[0] = new Node(0, Unknown, 0);
        var start = 0;
        while (start < text.Length)
        {
            Rune.DecodeFromUtf16(text[start..], out _, out var length);
            Extend(nodes, text, start, length);
            start += length;
        }

        _path.Clear();
        for (var end = text.Length; end > 0; end = nodes[end].Start)
        {
            _path.Add(new UnigramPiece(nodes[end].Piece, nodes[end].Start, end));
        }

        _path.Reverse();
        return _path;
    }

    private void Extend(Span<Node> nodes, ReadOnlySpan<char> text, int start, int length)
    {
        var scoreHere = nodes[start].Score;
        var single = false;
        var node = PieceTrie.Root;
        for (var i = start; i < text.Length && vocabulary.Trie.TryStep(node, text[i], out node); i++)
        {
            var piece = vocabulary.Trie.PieceAt(node);
            if (piece == PieceTrie.NoPiece)
            {
                continue;
            }

            single |= i + 1 == start + length;
            Offer(ref nodes[i + 1], new Node(scoreHere + vocabulary.Score(piece), piece, start));
        }

        if (!single)
        {
            Offer(ref nodes[start + length], new Node(scoreHere + vocabulary.UnknownScore, Unknown, start));
        }
    }

    private static void Offer(ref Node best, Node candidate)
    {
        if (candidate.Score > best.Score)
        {
            best = candidate;
        }
    }

    /// <summary>The best way to a position: its score, and its last piece with where that starts.</summary>
    private readonly record struct Node(double Score, int Piece, int Start);
}

/// <summary>A piece (or <see cref="UnigramLattice.Unknown"/>) and where it stands in the text that was split.</summary>
internal readonly record struct UnigramPiece(int Id, int Start, int End);
