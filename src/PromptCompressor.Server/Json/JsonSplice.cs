using System.Buffers;
using System.Text.Json;

namespace PromptCompressor.Server.Json;

/// <summary>Puts other strings into JSON where strings stand. All other bytes stay: order, white space, escapes, unknown fields.</summary>
internal static class JsonSplice
{
    /// <param name="source">The JSON, in UTF-8.</param>
    /// <param name="replacements">In the order of their places, which do not overlap.</param>
    public static ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> source, IEnumerable<JsonReplacement> replacements)
    {
        var target = new ArrayBufferWriter<byte>(Math.Max(1, source.Length));
        var copied = 0;
        foreach (var (start, length, value) in replacements)
        {
            target.Write(source[copied..start]);
            target.Write(value);
            copied = start + length;
        }

        target.Write(source[copied..]);
        return target.WrittenMemory;
    }
}

/// <param name="Start">Where the string begins, its quotes counted in, in bytes.</param>
/// <param name="Length">Bytes of the string.</param>
/// <param name="Value">What stands there afterwards, quotes counted in.</param>
internal readonly record struct JsonReplacement(int Start, int Length, byte[] Value)
{
    public static JsonReplacement Of(int start, int length, string text) =>
        new(start, length, JsonSerializer.SerializeToUtf8Bytes(text, JsonTextContext.Wire.String));
}
