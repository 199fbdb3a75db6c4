using System.Text;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Selection;

namespace PromptCompressor.Core.Compression;

/// <summary>What the parts of all texts of a request have become so far, and the texts that they make.</summary>
internal sealed class ContentOutput
{
    private readonly CompressionRequest _request;
    private readonly List<Piece> _pieces = [];
    private readonly int[] _firstPieces;

    public ContentOutput(CompressionRequest request, IReadOnlyList<IReadOnlyList<ContentPart>> parts)
    {
        _request = request;
        _firstPieces = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++)
        {
            _pieces.AddRange(parts[i].Select(part => new Piece(part, request.Contexts[i])));
            _firstPieces[i + 1] = _pieces.Count;
        }
    }

    /// <summary>The parts that words are chosen from, of all texts in order.</summary>
    public IReadOnlyList<string> Prose => [.. ProsePieces.Select(piece => piece.Source)];

    /// <summary>Tokens of the other parts, as they came.</summary>
    public int StructureTokens { get; private set; }

    public bool IsBlank => _pieces.TrueForAll(piece => string.IsNullOrWhiteSpace(piece.Text));

    private IEnumerable<Piece> ProsePieces => _pieces.Where(piece => piece.Part is { IsProse: true, Core.IsEmpty: false });

    /// <param name="share">Of the tokens of each part.</param>
    /// <param name="mayOmit">Whether records may be left out; if not, nothing is lost.</param>
    /// <param name="cancellation">The caller left.</param>
    public void ReduceStructure(double share, bool mayOmit, CancellationToken cancellation)
    {
        StructureTokens = 0;
        foreach (var piece in _pieces.Where(piece => !piece.Part.IsProse))
        {
            cancellation.ThrowIfCancellationRequested();
            var tokens = _request.Counter.Count(piece.Source);
            StructureTokens += tokens;
            var options = new ContentOptions
            {
                CountTokens = text => _request.Counter.Count(text),
                Relevance = _request.Question is { } question ? RecordRelevance.Of(question, piece.Source, piece.Part.Kind) : null,
                OmitRecords = mayOmit,
                FillTarget = true,
                Outline = mayOmit,
            };
            var reduced = ContentReducer.Reduce(piece.Source, piece.Part.Kind, (int)(share * tokens), options);
            piece.Text = reduced.Text;
            piece.Outcome = BlockOutcome.OfStructure(reduced, piece.Part.Span);
        }
    }

    /// <param name="chosen">One for each of <see cref="Prose"/>.</param>
    public void SetProse(IReadOnlyList<CompressedText> chosen)
    {
        foreach (var (piece, text) in ProsePieces.Zip(chosen))
        {
            piece.Text = text.Text;
        }
    }

    public string Joined() => SelectionState.Join(Enumerable.Range(0, _firstPieces.Length - 1).Select(TextOf), _request.Before, _request.After);

    public int Tokens() => _request.Counter.Count(Joined());

    public CompressedText[] Texts() =>
    [
        .. _request.Contexts.Select((source, i) => new CompressedText(source, TextOf(i), null, null)
        {
            Blocks = [.. PiecesOf(i).Select(piece => piece.Outcome ?? BlockOutcome.OfWords(piece.Part.Kind, piece.Part.Span, piece.Source, piece.Text, _request.Counter))],
        }),
    ];

    /// <summary>The pieces of a text with the white space that stood between them.</summary>
    private string TextOf(int context)
    {
        var source = _request.Contexts[context];
        var text = new StringBuilder(source.Length);
        foreach (var piece in PiecesOf(context))
        {
            var (span, core) = (piece.Part.Span, piece.Part.Core);
            text.Append(source, span.Start, core.Start - span.Start).Append(piece.Text).Append(source, core.End, span.End - core.End);
        }

        return text.ToString();
    }

    private List<Piece> PiecesOf(int context) => _pieces[_firstPieces[context].._firstPieces[context + 1]];

    private sealed class Piece(ContentPart part, string context)
    {
        public ContentPart Part => part;

        public string Source { get; } = part.Core.Of(context).ToString();

        /// <summary>Empty until it is decided, so that structure can be counted without prose.</summary>
        public string Text { get; set; } = "";

        /// <summary>Null for prose.</summary>
        public BlockOutcome? Outcome { get; set; }
    }
}
