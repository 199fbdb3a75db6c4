namespace PromptCompressor.Engine.Tokenization;

/// <summary>A piece (or <see cref="UnigramLattice.Unknown"/>) and where it stands in the text that was split.</summary>
internal readonly record struct UnigramPiece(int Id, int Start, int End);
