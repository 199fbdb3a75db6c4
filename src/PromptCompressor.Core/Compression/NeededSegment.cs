using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Compression;

/// <summary>A segment whose scores a request needs.</summary>
/// <param name="Document">Index of its text.</param>
/// <param name="Words">Its words, at their place in its text's.</param>
/// <param name="Text">The segment.</param>
internal sealed record NeededSegment(int Document, ArraySegment<TextSpan> Words, SegmentText Text);
