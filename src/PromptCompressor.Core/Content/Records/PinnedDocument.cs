namespace PromptCompressor.Core.Content.Records;

/// <summary>A document some of whose records the caller wants to stay.</summary>
/// <param name="document">The document.</param>
/// <param name="text">What it was made of.</param>
/// <param name="mustStay">Whether a record with this text must stay.</param>
internal sealed class PinnedDocument(IRecordDocument document, string text, Func<string, bool> mustStay) : IRecordDocument
{
    public IReadOnlyList<ContentRecord> Records { get; } =
        [.. document.Records.Select(record => record.Required ? record : record with { Required = mustStay(record.Span.Of(text).ToString()) })];

    public string? Whole => document.Whole;

    public IReadOnlyList<string> LosslessMethods => document.LosslessMethods;

    public bool IsLossless => document.IsLossless;

    public string OmissionMethod => document.OmissionMethod;

    public IRecordDocument? WithShorterText() => document.WithShorterText() is { } shorter ? new PinnedDocument(shorter, text, mustStay) : null;

    public string Render(bool[] keep) => document.Render(keep);
}
