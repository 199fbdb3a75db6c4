namespace PromptCompressor.Engine.Models;

/// <summary>A model folder that cannot be served. The message names the file and the setting; it stops the start.</summary>
public sealed class ModelLoadException(string message, Exception? inner = null) : Exception(message, inner);
