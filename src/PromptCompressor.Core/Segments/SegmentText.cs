using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Segments;

/// <param name="Text">The text that contains the segment.</param>
/// <param name="Span">The segment's position in <paramref name="Text"/>.</param>
/// <param name="Words">The segment's words, as positions in <paramref name="Text"/>.</param>
public sealed record SegmentText(string Text, TextSpan Span, IReadOnlyList<TextSpan> Words);
