using PromptCompressor.Core.Text;

namespace PromptCompressor.Core.Content.Blocks;

/// <summary>A part of a text that has one kind. The blocks of a text follow each other without a gap.</summary>
public readonly record struct ContentBlock(TextSpan Span, ContentKind Kind);
