using PromptCompressor.Core.Segments;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Extractive;

/// <param name="Segment">The text.</param>
/// <param name="Offsets">Where its tokens stand in it.</param>
/// <param name="Sequences">Its tokens' ids, between special ones; more than one only if it is longer than the encoder's window.</param>
internal sealed record TokenizedSegment(SegmentText Segment, List<TextSpan> Offsets, int[][] Sequences);
