using System.Text.Json;

namespace PromptCompressor.Server.Compress;

/// <summary>A text inside a message.</summary>
/// <param name="Source">The JSON string that holds it, a part of the message's own JSON.</param>
/// <param name="Text">Its value.</param>
internal readonly record struct MessageText(JsonElement Source, string Text);
