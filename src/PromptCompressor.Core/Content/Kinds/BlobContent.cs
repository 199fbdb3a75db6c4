using PromptCompressor.Core.Content.Records;
using PromptCompressor.Core.Content.Rewriting;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>A blob is one record: there, or a mark with its size.</summary>
internal sealed class BlobContent(string text) : IRecordDocument
{
    public IReadOnlyList<ContentRecord> Records { get; } = [new ContentRecord(new TextSpan(0, text.Length), 0, false)];

    public IReadOnlyList<string> LosslessMethods => [];

    public string? Whole => null;

    public string OmissionMethod => "blob";

    public string Render(bool[] keep) => keep[0] ? text : BlobText.Mark(text);
}
