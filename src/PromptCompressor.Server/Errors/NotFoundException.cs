namespace PromptCompressor.Server.Errors;

/// <summary>What was asked for is not there; the message says why, and goes to the caller.</summary>
internal sealed class NotFoundException(string message) : Exception(message);
