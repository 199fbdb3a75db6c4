namespace PromptCompressor.Core.Text;

/// <summary>A piece of a text that is compressed at a rate of its own.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Rate">Share of its tokens to keep, above 0; 1 keeps it whole. Null: it shares the request's budget with all such parts.</param>
public readonly record struct TextPart(TextSpan Span, double? Rate)
{
    public bool IsWhole => Rate >= 1;

    /// <summary>What a text says besides its tags.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parts">Null for a text without tags.</param>
    public static string Content(string text, IReadOnlyList<TextPart>? parts) =>
        parts is null ? text : string.Concat(parts.Select(part => text[part.Span.Start..part.Span.End]));

    /// <summary>Where it says that.</summary>
    /// <inheritdoc cref="Content"/>
    public static IReadOnlyList<TextSpan> Spans(string text, IReadOnlyList<TextPart>? parts) =>
        parts is not null ? [.. parts.Select(part => part.Span)]
        : text.Length > 0 ? [new TextSpan(0, text.Length)]
        : [];
}
