using System.Text;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
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
            _pieces.AddRange(parts[i].Select(part => new Piece(part, request.Contexts[i], request.Question)));
            _firstPieces[i + 1] = _pieces.Count;
        }

        foreach (var piece in _pieces.Where(piece => !piece.Part.IsProse))
        {
            piece.Tokens = request.Counter.Count(piece.Source);
            StructureTokens += piece.Tokens;
        }
    }

    /// <summary>The parts that words are chosen from, of all texts in order.</summary>
    public IReadOnlyList<string> Prose => [.. ProsePieces.Select(piece => piece.Source)];

    /// <summary>Tokens of the other parts, as they came.</summary>
    public int StructureTokens { get; }

    /// <summary>Whether what must stay of a part is more than its share.</summary>
    public bool HasRequiredAboveTarget { get; private set; }

    public bool IsBlank => _pieces.TrueForAll(piece => string.IsNullOrWhiteSpace(piece.Text));

    private IEnumerable<Piece> ProsePieces => _pieces.Where(piece => piece.Part is { IsProse: true, Core.IsEmpty: false });

    /// <summary>Reduces the other parts, each to its share of the tokens. Where what must stay of one is more than that, the others give way, down to half of their share.</summary>
    /// <param name="targetTokens">Of all of them; null where nothing may be lost.</param>
    /// <param name="cancellation">The caller left.</param>
    public void ReduceStructure(int? targetTokens, CancellationToken cancellation)
    {
        var structure = _pieces.Where(piece => !piece.Part.IsProse).ToArray();
        var share = Math.Clamp((targetTokens ?? StructureTokens) / (double)Math.Max(1, StructureTokens), 0, 1);
        Array.ForEach(structure, piece => Reduce(piece, share, targetTokens is not null, cancellation));
        var over = structure.Where(piece => piece.Outcome!.CompressedTokens > share * piece.Tokens).ToHashSet();
        HasRequiredAboveTarget = over.Count > 0;
        if (targetTokens is { } target && over.Count > 0 && over.Count < structure.Length)
        {
            var left = target - over.Sum(piece => piece.Outcome!.CompressedTokens);
            var less = Math.Max(share / 2, left / (double)structure.Where(piece => !over.Contains(piece)).Sum(piece => Math.Max(1, piece.Tokens)));
            foreach (var piece in structure.Where(piece => !over.Contains(piece) && piece.Outcome!.CompressedTokens > less * piece.Tokens))
            {
                Reduce(piece, less, mayOmit: true, cancellation);
            }
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

    private void Reduce(Piece piece, double share, bool mayOmit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var options = new ContentOptions
        {
            CountTokens = text => _request.Counter.Count(text),
            Relevance = piece.Relevance.Value,
            OmitRecords = mayOmit,
            FillTarget = true,
            Outline = mayOmit,
        };
        var reduced = ContentReducer.Reduce(piece.Source, piece.Part.Kind, piece.Tokens, TokenBudget.Share(share, piece.Tokens), options);
        piece.Text = reduced.Text;
        piece.Outcome = BlockOutcome.OfStructure(reduced, piece.Part.Span);
    }

    private List<Piece> PiecesOf(int context) => _pieces[_firstPieces[context].._firstPieces[context + 1]];

    private sealed class Piece
    {
        public Piece(ContentPart part, string context, string? question)
        {
            Part = part;
            Source = part.Core.Of(context).ToString();
            Relevance = new(() => question is null ? null : RecordRelevance.Of(question, Source, part.Kind));
        }

        public ContentPart Part { get; }

        public string Source { get; }

        /// <summary>How much a record of it answers the question; null where the question tells none apart.</summary>
        public Lazy<Func<string, double>?> Relevance { get; }

        /// <summary>As it came; of structure alone.</summary>
        public int Tokens { get; set; }

        /// <summary>Empty until it is decided, so that structure can be counted without prose.</summary>
        public string Text { get; set; } = "";

        /// <summary>Null for prose.</summary>
        public BlockOutcome? Outcome { get; set; }
    }
}
