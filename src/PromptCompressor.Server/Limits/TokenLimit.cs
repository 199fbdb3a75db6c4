using System.Text;
using PromptCompressor.Core.Errors;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Limits;

internal static class TokenLimit
{
    /// <exception cref="CompressionException">The texts together have more tokens.</exception>
    public static void Check(IEnumerable<string> texts, ITokenCounter counter, int limit)
    {
        var all = texts as IReadOnlyCollection<string> ?? [.. texts];

        // A token is a byte at least, so that only large requests are counted twice.
        if (all.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) <= limit)
        {
            return;
        }

        var tokens = all.Sum(text => (long)counter.Count(text));
        if (tokens > limit)
        {
            throw new CompressionException(
                CompressionErrorKind.TooLarge, $"The request has {tokens} tokens, and may have {limit} (Limits:OriginTokens).");
        }
    }
}
