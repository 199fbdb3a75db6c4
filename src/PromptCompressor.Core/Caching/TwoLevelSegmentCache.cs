namespace PromptCompressor.Core.Caching;

/// <summary>
/// Looks in a near cache first and asks a far one, with one call, for all that is missing there; what it has comes into the
/// near one.
/// </summary>
/// <param name="near">In this process.</param>
/// <param name="far">Shared with others; its <see cref="ISegmentCache.SetManyAsync"/> should not make requests wait.</param>
public sealed class TwoLevelSegmentCache(ISegmentCache near, ISegmentCache far) : ISegmentCache
{
    public async ValueTask GetManyAsync(ReadOnlyMemory<SegmentKey> keys, Memory<byte[]?> values, CancellationToken cancellation)
    {
        await near.GetManyAsync(keys, values, cancellation);
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
