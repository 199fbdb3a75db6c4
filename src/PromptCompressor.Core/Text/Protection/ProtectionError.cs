namespace PromptCompressor.Core.Text.Protection;

/// <summary>A wrong entry of a <c>protect</c> list.</summary>
/// <param name="Index">Its place in the list, from 0.</param>
public readonly record struct ProtectionError(int Index, string Message);
