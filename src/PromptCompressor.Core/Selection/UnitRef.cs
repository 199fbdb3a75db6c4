namespace PromptCompressor.Core.Selection;

/// <summary>One unit of one document of a request.</summary>
internal readonly record struct UnitRef(int Document, int Index);
