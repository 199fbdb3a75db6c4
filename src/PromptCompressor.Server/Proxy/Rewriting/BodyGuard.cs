using System.Text.Json;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Reads a rewritten body again, beside the one it came from: everything must be the same, but for the strings replaced.</summary>
internal static class BodyGuard
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ConversationReader.MaxDepth };

    /// <param name="source">The body as it came; valid JSON.</param>
    /// <param name="output">The body as it would go.</param>
    /// <param name="replaced">Where the replaced strings begin in <paramref name="source"/>, in order.</param>
    public static bool Holds(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output, IEnumerable<int> replaced)
    {
        var before = new Utf8JsonReader(source, Options);
        var after = new Utf8JsonReader(output, Options);
        using var expected = replaced.GetEnumerator();
        var isExpecting = expected.MoveNext();
        try
        {
            while (before.Read())
            {
                if (!after.Read() || before.TokenType != after.TokenType)
                {
                    return false;
                }

                if (isExpecting && before.TokenStartIndex == expected.Current && before.TokenType == JsonTokenType.String)
                {
                    isExpecting = expected.MoveNext();
                }
                else if (!before.ValueSpan.SequenceEqual(after.ValueSpan))
                {
                    return false;
                }
            }

            return !isExpecting && !after.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
