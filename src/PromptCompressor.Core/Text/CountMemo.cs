using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PromptCompressor.Core.Text;

/// <summary>
/// A counter that remembers the texts of one request: to hash a text is a hundred times faster than to tokenise it again. Thread-safe.
/// </summary>
/// <param name="counter">Counts what is not known yet.</param>
public sealed class CountMemo(ITokenCounter counter) : ITokenCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, int> _counts = [];

    public string Name => counter.Name;

    public bool IsExact => counter.IsExact;

    /// <summary>The counter itself if it remembers already.</summary>
    public static CountMemo Of(ITokenCounter counter) => counter as CountMemo ?? new CountMemo(counter);

    public int Count(ReadOnlySpan<char> text)
    {
        var key = KeyOf(text);
        lock (_gate)
        {
            if (_counts.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var count = counter.Count(text);
        Remember(key, count);
        return count;
    }

    /// <summary>Takes over a count that was made elsewhere.</summary>
    public CountMemo With(ReadOnlySpan<char> text, int tokens)
    {
        Remember(KeyOf(text), tokens);
        return this;
    }

    private static UInt128 KeyOf(ReadOnlySpan<char> text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text));

    private void Remember(UInt128 key, int tokens)
    {
        lock (_gate)
        {
            _counts[key] = tokens;
        }
    }
}
