using PromptCompressor.Core.Text;

namespace PromptCompressor.Engine.Soft;

/// <summary>A run of tokens that becomes rows by itself, whatever stands around it.</summary>
/// <param name="Text">Index of its text in the request.</param>
/// <param name="Span">Where it stands in that text. A character whose bytes fall into two segments is in both.</param>
/// <param name="Ids">The generator's token ids, 1 to the model's segment size.</param>
/// <param name="IsExact">Its rows are the embeddings of its tokens, one each, and not concept embeddings.</param>
public sealed record SoftSegment(int Text, TextSpan Span, ReadOnlyMemory<int> Ids, bool IsExact);
