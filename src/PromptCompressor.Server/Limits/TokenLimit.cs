using System.Text;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Limits;

internal static class TokenLimit
{
    /// <summary>Counts no further than the limit.</summary>
    /// <exception cref="CompressionException">The texts together have more tokens.</exception>
    public static void Check(IEnumerable<string> texts, ITokenCounter counter, int limit)
    {
        var all = texts as IReadOnlyCollection<string> ?? [.. texts];

        // A token is a byte at least, so that only large requests are counted twice.
        if (all.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) <= limit)
        {
            return;
        }

        _ = all.Aggregate(0L, (tokens, text) => Count(tokens, text, counter, limit));
    }

    /// <summary>For callers that need the counts themselves.</summary>
    /// <param name="tokens">The number of tokens of the texts so far.</param>
    /// <param name="more">The number of tokens of the next text.</param>
    /// <param name="limit">Most there may be.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="CompressionException">It is larger than the limit.</exception>
    public static long Add(long tokens, int more, int limit) => tokens + more is var sum && sum <= limit
        ? sum
        : throw new CompressionException(CompressionErrorKind.TooLarge, $"The request has more than {limit} tokens (Limits:OriginTokens).");

    private static long Count(long tokens, ReadOnlySpan<char> text, ITokenCounter counter, int limit)
    {
        while (!text.IsEmpty)
        {
            var length = CountingPiece.Length(text);
            tokens = Add(tokens, counter.Count(text[..length]), limit);
            text = text[length..];
        }

        return tokens;
    }
}
