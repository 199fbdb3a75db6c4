using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Telemetry;
using PromptCompressor.Core.Text;
using PromptCompressor.Engine.Soft;
using PromptCompressor.Server.Proxy.Formats;
using PromptCompressor.Server.Proxy.Policy;

namespace PromptCompressor.Server.Proxy.Embeddings;

/// <summary>A text that goes as embeddings, but for the parts of it that stay whole.</summary>
internal sealed class EmbeddingPlan
{
    private readonly SoftModel _model;
    private readonly PromptText _text;
    private readonly List<(string Text, IReadOnlyList<SoftSegment>? Segments)> _parts;

    private EmbeddingPlan(SoftModel model, PromptText text, List<(string Text, IReadOnlyList<SoftSegment>? Segments)> parts)
    {
        (_model, _text, _parts) = (model, text, parts);
        Rows = parts.Sum(part => part.Segments?.Sum(model.RowsOf) ?? 0);
    }

    public int Rows { get; }

    /// <summary>Null for a text that stays text: there is nothing to compress, it is data, more of it must be kept than rows do, or its part has fields besides.</summary>
    public static EmbeddingPlan? Of(TextPlan plan, SoftModel model)
    {
        var text = plan.Text;
        var parts = plan.Parts ?? [new TextPart(new TextSpan(0, text.Text.Length), null)];
        if (text.Content is null || plan.IsWhole || plan.KeepsWords || parts.Any(part => !part.IsWhole && (part.Rate ?? plan.Rate) * model.Rate > 1))
        {
            return null;
        }

        var pieces = new List<(string, IReadOnlyList<SoftSegment>?)>();
        foreach (var part in parts.Where(part => part.Span.End > part.Span.Start))
        {
            var piece = text.Text[part.Span.Start..part.Span.End];
            pieces.Add((piece, part.IsWhole || string.IsNullOrWhiteSpace(piece) ? null : model.Split([piece], [])));
        }

        var result = new EmbeddingPlan(model, text, pieces);
        return result.Rows > 0 && (plan.TargetTokens is not { } target || result.Rows >= target) ? result : null;
    }

    /// <param name="counter">Counts what stays text.</param>
    /// <param name="ticket">The request that it is a part of.</param>
    /// <param name="cancellation">The caller left.</param>
    /// <exception cref="Core.Errors.CompressionException">The model failed.</exception>
    public async Task<EmbeddedText> EmbedAsync(ITokenCounter counter, AdmissionTicket ticket, CancellationToken cancellation)
    {
        var parts = new List<(string, EmbeddingMatrix?)>(_parts.Count);
        var (before, after) = (0, 0);
        foreach (var (text, segments) in _parts)
        {
            if (segments is null)
            {
                var kept = counter.Count(text);
                (before, after) = (before + kept, after + kept);
                parts.Add((text, null));
                continue;
            }

            var rows = (await _model.EmbedAsync(segments, ticket, new StageTimings(), cancellation)).Matrix;
            (before, after) = (before + segments.Sum(segment => segment.Ids.Length), after + rows.Rows);
            parts.Add((text, rows));
        }

        var place = _text.Content!;
        if (after >= before)
        {
            return new EmbeddedText(place, before, before);
        }

        return new EmbeddedText(place, before, after)
        {
            Json = EmbeddingParts.Write(parts, place.IsWhole),
            Parts = new PartsShape(parts.Count, place.IsWhole),
        };
    }
}

/// <summary>What became of a text that was to go as embeddings.</summary>
/// <param name="Place">What the parts take the place of.</param>
/// <param name="OriginTokens">Tokens before.</param>
/// <param name="CompressedTokens">Rows, and tokens of what stays text.</param>
internal sealed record EmbeddedText(ContentPlace Place, int OriginTokens, int CompressedTokens)
{
    /// <summary>The parts; null if the text goes on as it came.</summary>
    public byte[]? Json { get; init; }

    /// <summary>What <see cref="Json"/> is.</summary>
    public PartsShape? Parts { get; init; }
}
