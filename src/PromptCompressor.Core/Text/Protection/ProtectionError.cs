namespace PromptCompressor.Core.Text.Protection;

/// <summary>A wrong entry of a <c>protect</c> list.</summary>
/// <param name="Index">Its place in the list, from 0.</param>
/// <param name="Message">What is wrong with it, beginning with the entry itself; no full stop.</param>
public readonly record struct ProtectionError(int Index, string Message);
