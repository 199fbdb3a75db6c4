using System.Security.Cryptography;
using System.Text;
using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Caching;
using PromptCompressor.Core.Compression;
using PromptCompressor.Core.Text;

namespace PromptCompressor.Server.Proxy.Rewriting;

/// <summary>
/// Remembers how many tokens texts have and what became of them: a conversation sends all of its texts again with every turn. It shares the memory of the scores, its bound and what
/// clears it; nothing of it goes to Redis.
/// </summary>
internal sealed class TreatedTexts(MemorySegmentCache memory)
{
    /// <summary>Shorter texts, in UTF-16 units, are counted as quickly as they are looked up.</summary>
    private const int LeastCounted = 256;

    /// <summary>Counts whole texts of a namespace; not for their pieces, of which a text has hundreds.</summary>
    public ITokenCounter CounterOf(ITokenCounter counter, Tenant tenant) => new WholeTextCounter(counter, memory, new CacheScope(tenant.Namespace, "text-tokens", counter.Name, ""));

    /// <summary>What is left of a text, made now if it is not remembered.</summary>
    /// <param name="request">A request with one text.</param>
    /// <param name="compressor">Makes it.</param>
    /// <param name="cancellation">The client left, or the time is over.</param>
    public async Task<TreatedText> GetAsync(CompressionRequest request, IPromptCompressor compressor, CancellationToken cancellation)
    {
        var key = SegmentKey.Of(ScopeOf(request, compressor), request.Contexts[0]);
        if (memory.Peek(key) is { } known)
        {
            return TreatedText.Of(known);
        }

        var made = TreatedText.Of(await compressor.CompressAsync(request, cancellation), TextPart.Content(request.Contexts[0], request.Parts?[0]));
        memory.Set(key, made.ToBytes());
        return made;
    }

    /// <summary>All that a result depends on besides its text, and that is not the same for every request of the sidecar.</summary>
    private static CacheScope ScopeOf(CompressionRequest request, IPromptCompressor compressor)
    {
        var parts = string.Join(',', request.Parts?[0]?.Select(part => FormattableString.Invariant($"{part.Span.Start}-{part.Span.End}:{part.Rate}")) ?? []);
        var untouched = string.Join(',', request.Content.Untouched);

        // A length before what may hold anything: nothing of the one can pass for the other.
        var settings = FormattableString.Invariant(
            $"{compressor.Name} {request.Counter.Name} {request.Rate} {request.TargetTokens} {untouched} {parts} {request.Question?.Length} {request.Question}");
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings)));
        return new CacheScope(request.Ticket.Tenant.Namespace, $"treated-text/{hash}", compressor.Model.Id, compressor.Model.Sha256);
    }

    private sealed class WholeTextCounter(ITokenCounter counter, MemorySegmentCache memory, CacheScope scope) : ITokenCounter
    {
        public string Name => counter.Name;

        public bool IsExact => counter.IsExact;

        public int Count(ReadOnlySpan<char> text)
        {
            if (text.Length < LeastCounted)
            {
                return counter.Count(text);
            }

            var key = SegmentKey.Of(scope, text);
            if (memory.Peek(key) is { } known)
            {
                return BitConverter.ToInt32(known);
            }

            var tokens = counter.Count(text);
            memory.Set(key, BitConverter.GetBytes(tokens));
            return tokens;
        }
    }
}
