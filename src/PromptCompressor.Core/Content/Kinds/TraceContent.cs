using PromptCompressor.Core.Content.Blocks;
using PromptCompressor.Core.Content.Records;

namespace PromptCompressor.Core.Content.Kinds;

/// <summary>Stack traces outside a log: all stays but runs of library frames.</summary>
internal static class TraceContent
{
    public static LineDocument Of(string text, ContentOptions options)
    {
        var lines = TextLines.Of(text);
        var records = lines.Count == 0 ? [] : FrameRuns.Cut(text, lines, new LineRecord(0, lines.Count) { Required = true }).ToList();
        return new LineDocument(text, lines, records, options.CountTokens) { OmissionMethod = "library_frames" };
    }
}
