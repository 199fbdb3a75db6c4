using System.Text.Json;
using PromptCompressor.Server.Proxy.Embeddings;
using PromptCompressor.Server.Proxy.Formats;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>Reads a rewritten body again, beside the one it came from: everything must be the same, but for what was replaced.</summary>
internal static class BodyGuard
{
    public static readonly JsonReaderOptions Options = new() { MaxDepth = ConversationReader.MaxDepth };

    /// <param name="source">The body as it came; valid JSON.</param>
    /// <param name="output">The body as it would go.</param>
    /// <param name="replaced">What was replaced, in order: a string by a string, or a string or an object by parts.</param>
    public static bool Holds(ReadOnlySpan<byte> source, ReadOnlySpan<byte> output, IEnumerable<Replacement> replaced)
    {
        var before = new Utf8JsonReader(source, Options);
        var after = new Utf8JsonReader(output, Options);
        using var expected = replaced.GetEnumerator();
        var isExpecting = expected.MoveNext();
        try
        {
            while (before.Read())
            {
                if (!after.Read())
                {
                    return false;
                }

                if (isExpecting && expected.Current is { Parts: { } parts } value && before.TokenStartIndex == value.Start)
                {
                    before.Skip();
                    if (before.BytesConsumed != value.Start + value.Length || !EmbeddingParts.Follow(ref after, parts))
                    {
                        return false;
                    }

                    isExpecting = expected.MoveNext();
                    continue;
                }

                if (before.TokenType != after.TokenType)
                {
                    return false;
                }

                if (isExpecting && before.TokenStartIndex == expected.Current.Start && before.TokenType == JsonTokenType.String)
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
