namespace PromptCompressor.Core.Caching;

/// <summary>
/// Looks in a near cache first and asks a far one, with one call, for all that is missing there; what it has comes into the
/// near one.
/// </summary>
/// <param name="near">In this process.</param>
/// <param name="far">Shared with others; its <see cref="ISegmentCache.SetManyAsync"/> should not make requests wait.</param>
public sealed class TwoLevelSegmentCache(ISegmentCache near, ISegmentCache far) : ISegmentCache
{
    public ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation) =>
        FindManyAsync(keys, values, Memory<ValueSource>.Empty, cancellation);

    /// <param name="keys">What to look up.</param>
    /// <param name="values">What is found, at the place of its key.</param>
    /// <param name="origins">Receives where each value was found; empty if not needed.</param>
    /// <param name="cancellation">The caller left.</param>
    public async ValueTask FindManyAsync(
        ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, Memory<ValueSource> origins, CancellationToken cancellation)
    {
        await near.FindManyAsync(keys, values, origins, cancellation);
        var missing = MissingOf(values.Span);
        if (missing.Count == 0)
        {
            return;
        }

        var missingKeys = missing.Select(i => keys.Span[i]).ToArray();
        var found = new byte[]?[missing.Count];
        await far.GetManyAsync(missingKeys, found, cancellation);
        var foundKeys = new List<SegmentKey>(found.Length);
        var foundValues = new List<byte[]>(found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            if (found[i] is { } value)
            {
                values.Span[missing[i]] = value;
                if (!origins.IsEmpty)
                {
                    origins.Span[missing[i]] = ValueSource.Shared;
                }

                foundKeys.Add(missingKeys[i]);
                foundValues.Add(value);
            }
        }

        await near.SetManyAsync(foundKeys.ToArray(), foundValues.ToArray(), cancellation);
    }

    public byte[]? Peek(SegmentKey key) => near.Peek(key);

    public async ValueTask SetManyAsync(ReadOnlyMemory<SegmentKey> keys, ReadOnlyMemory<byte[]> values, CancellationToken cancellation)
    {
        await near.SetManyAsync(keys, values, cancellation);
        await far.SetManyAsync(keys, values, cancellation);
    }

    private static List<int> MissingOf(ReadOnlySpan<byte[]?> values)
    {
        var missing = new List<int>();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is null)
            {
                missing.Add(i);
            }
        }

        return missing;
    }
}
