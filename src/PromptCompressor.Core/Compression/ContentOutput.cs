using System.Text;
using PromptCompressor.Core.Content;
using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Selection;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>What the parts of all texts of a request have become so far, and the texts that they make.</summary>
internal sealed class ContentOutput
{
    private readonly CompressionRequest _request;
    private readonly ForcedText? _forced;
    private readonly List<Piece> _pieces = [];
    private readonly int[] _firstPieces;

    public ContentOutput(CompressionRequest request, IReadOnlyList<IReadOnlyList<ContentPart>> parts)
    {
        _request = request;
        _forced = ForcedText.Of(request);
        _firstPieces = new int[parts.Count + 1];
        for (var i = 0; i < parts.Count; i++)
        {
            _pieces.AddRange(parts[i].Select(part => new Piece(part, request.Contexts[i], request.Question)));
            _firstPieces[i + 1] = _pieces.Count;
        }

        foreach (var piece in _pieces.Where(piece => !piece.Part.IsProse))
        {
            piece.Tokens = request.Counter.Count(piece.Source);
            if (piece.Part.IsWhole)
            {
                (piece.Text, piece.Outcome) = (piece.Source, Untouched(piece));
            }
        }

        StructureTokens = SharedStructure.Sum(piece => piece.Tokens);
    }

    /// <summary>The parts that words are chosen from, of all texts in order.</summary>
    public IReadOnlyList<string> Prose => [.. ProsePieces.Select(piece => piece.Source)];

    /// <summary>What tags say of each of <see cref="Prose"/>; null where they say nothing of any.</summary>
    public IReadOnlyList<IReadOnlyList<TextPart>?>? ProseTags => _request.Parts is null ? null : [.. ProsePieces.Select(piece => piece.Part.Tagged)];

    /// <summary>What prose with rates of its own comes to, about.</summary>
    public int ProseTokensOfOwnRate => ProsePieces.Sum(piece => OwnRatesOf(piece).Tokens);

    /// <summary>Tokens of the structure that shares the request's budget, as it came.</summary>
    public int StructureTokens { get; }

    /// <summary>Whether what must stay of a part is more than its share.</summary>
    public bool HasRequiredAboveTarget { get; private set; }

    public bool IsBlank => _pieces.TrueForAll(piece => string.IsNullOrWhiteSpace(piece.Text));

    private IEnumerable<Piece> ProsePieces => _pieces.Where(piece => piece.Part is { IsProse: true, Core.IsEmpty: false });

    private IEnumerable<Piece> SharedStructure => _pieces.Where(piece => piece.Part is { IsProse: false, Rate: null });

    /// <summary>Reduces structure with a rate of its own.</summary>
    /// <returns>What all parts with such a rate come to; of prose, about.</returns>
    public TaggedPartsTotals ReduceOwnRates(CancellationToken cancellation)
    {
        var totals = default(TaggedPartsTotals);
        foreach (var piece in _pieces)
        {
            if (piece is { Part.Rate: { } rate, Outcome: null })
            {
                Reduce(piece, rate, mayOmit: true, cancellation);
            }

            var own = OwnRatesOf(piece);
            totals = totals with { OriginTokens = totals.OriginTokens + own.OriginTokens, Tokens = totals.Tokens + own.Tokens };
        }

        return totals;
    }

    /// <summary>Reduces the other structure, each part to its share of the tokens. Where what must stay of one is more than that, the others give way, down to half of their share.</summary>
    /// <param name="targetTokens">The number of tokens that all of it may have; null where nothing may be lost.</param>
    /// <param name="cancellation">The caller left.</param>
    public void ReduceStructure(int? targetTokens, CancellationToken cancellation)
    {
        var structure = SharedStructure.ToArray();
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
            (piece.Text, piece.Words) = (text.Text, text);
        }
    }

    public string Joined() => SelectionState.Join(Enumerable.Range(0, _firstPieces.Length - 1).Select(TextOf), _request.Before, _request.After);

    public int Tokens() => _request.Counter.Count(Joined());

    public CompressedText[] Texts() => [.. _request.Contexts.Select((source, i) => TraceOf(i).Of(source, TextOf(i), _request.Explain) with { Blocks = [.. PiecesOf(i).Select(OutcomeOf)] })];

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

    private ContentTrace TraceOf(int context)
    {
        var trace = new ContentTrace();
        var end = 0;
        foreach (var piece in PiecesOf(context))
        {
            var (span, core) = (piece.Part.Span, piece.Part.Core);
            trace.AddTag(new TextSpan(end, span.Start));
            trace.AddGap(new TextSpan(span.Start, core.Start));
            if (piece.Part.IsWhole)
            {
                trace.AddWhole(core);
            }
            else if (piece.Words is { } words)
            {
                trace.AddWords(words, core.Start);
            }
            else if (piece.Outcome is { } outcome)
            {
                trace.AddLines(LineTrace.Of(piece.Source, piece.Text, outcome.Lossless), core.Start);
            }

            trace.AddGap(new TextSpan(core.End, span.End));
            end = span.End;
        }

        trace.AddTag(new TextSpan(end, _request.Contexts[context].Length));
        return trace;
    }

    private void Reduce(Piece piece, double share, bool mayOmit, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var rules = _request.Content;
        if (rules.Untouched.Contains(piece.Part.Kind))
        {
            (piece.Text, piece.Outcome) = (piece.Source, Untouched(piece));
            return;
        }

        var options = new ContentOptions
        {
            CountTokens = text => _request.Counter.Count(text),
            Relevance = piece.Relevance.Value,
            MustStay = _forced?.IsIn(piece.Source) == true ? _forced.IsIn : null,
            Reshape = rules.Reshape,
            OmitRecords = mayOmit,
            FillTarget = rules.FillBudget,
            Outline = mayOmit && rules.Outline,
        };
        var reduced = ContentReducer.Reduce(piece.Source, piece.Part.Kind, piece.Tokens, TokenBudget.Share(share, piece.Tokens), options);
        if (reduced.Text != piece.Source && _forced is not null)
        {
            reduced = Held(reduced, piece, options);
        }

        piece.Text = reduced?.Text ?? piece.Source;
        piece.Outcome = reduced is null ? Untouched(piece) : BlockOutcome.OfStructure(reduced, piece.Part.Span);
    }

    /// <summary>A reduction that keeps what the request forces and cuts nothing that it protects: as it is, without another shape, or none (null).</summary>
    private ContentReduction? Held(ContentReduction reduced, Piece piece, ContentOptions options)
    {
        var patterns = _forced!.PatternsIn(piece.Source);
        if (IsHeld(reduced, options))
        {
            return reduced;
        }

        var plain = options with { Reshape = false };
        var other = ContentReducer.Reduce(piece.Source, piece.Part.Kind, piece.Tokens, reduced.Tokens, plain);
        return IsHeld(other, plain) ? other : null;

        // Records are whole or gone; so only what is rewritten can cut into one, and that shows where nothing is left out.
        bool IsHeld(ContentReduction made, ContentOptions by)
        {
            if (_forced.IsLost(piece.Source, made.Text))
            {
                return false;
            }

            var whole = patterns.Count == 0 || made.Lossless || made.Kind == ContentKind.Html ? made.Text
                : ContentReducer.Reduce(piece.Source, made.Kind, piece.Tokens, made.Tokens, by with { OmitRecords = false, Outline = false }).Text;
            return patterns.All(pattern => whole.Contains(pattern, StringComparison.Ordinal));
        }
    }

    private TaggedPartsTotals OwnRatesOf(Piece piece)
    {
        if (!piece.Part.IsProse)
        {
            return piece.Part.Rate is null ? default : new TaggedPartsTotals(piece.Tokens, piece.Outcome!.CompressedTokens, FreedTokens: 0, BudgetMissed: false);
        }

        var totals = default(TaggedPartsTotals);
        foreach (var part in piece.Part.Tagged ?? [])
        {
            var tokens = part.Rate is null ? 0 : _request.Counter.Count(part.Span.Of(piece.Source));
            totals = totals with { OriginTokens = totals.OriginTokens + tokens, Tokens = totals.Tokens + TokenBudget.Share(Math.Min(part.Rate ?? 0, 1), tokens) };
        }

        return totals;
    }

    private BlockOutcome OutcomeOf(Piece piece) =>
        piece.Outcome ?? BlockOutcome.OfWords(piece.Part.Kind, piece.Part.Span, TextPart.Content(piece.Source, piece.Part.Tagged), piece.Text, _request.Counter);

    private static BlockOutcome Untouched(Piece piece) => BlockOutcome.Untouched(piece.Part.Kind, piece.Part.Span, piece.Tokens);

    private List<Piece> PiecesOf(int context) => _pieces[_firstPieces[context].._firstPieces[context + 1]];

    private sealed class Piece
    {
        public Piece(ContentPart part, string context, string? query)
        {
            Part = part;
            Source = part.Core.Of(context).ToString();
            Relevance = new(() => query is null ? null : RecordRelevance.Of(query, Source, part.Kind));
        }

        public ContentPart Part { get; }

        public string Source { get; }

        /// <summary>How much a record of it answers the question; null where the question tells none apart.</summary>
        public Lazy<Func<string, double>?> Relevance { get; }

        /// <summary>The text as it came; for structure alone.</summary>
        public int Tokens { get; set; }

        /// <summary>Empty until it is decided, so that structure can be counted without prose.</summary>
        public string Text { get; set; } = "";

        /// <summary>Null for prose.</summary>
        public BlockOutcome? Outcome { get; set; }

        /// <summary>What the compressor of words made of it; null for all else.</summary>
        public CompressedText? Words { get; set; }
    }
}
