namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// Start-time fair queueing (Goyal, Vin, Cheng 1996): of the parties that have work, the one that has had least goes first, counted from
/// when it came. A party that comes late owes nothing and is owed nothing. Not thread-safe.
/// </summary>
internal sealed class FairScheduler<T>
    where T : FairShare
{
    private readonly List<T> _waiting = [];
    private long _now;

    public bool Any => _waiting.Count > 0;

    public IReadOnlyList<T> Waiting => _waiting;

    public void Join(T share)
    {
        share.Start = Math.Max(share.Start, _now);
        _waiting.Add(share);
    }

    public void Leave(T share) => _waiting.Remove(share);

    /// <summary>The party that goes first; of those with equal claims, the one that has waited longest.</summary>
    public T Next()
    {
        var next = _waiting[0];
        foreach (var share in _waiting)
        {
            if (share.Start < next.Start)
            {
                next = share;
            }
        }

        _now = next.Start;
        return next;
    }
}

/// <summary>A party that gets a share of a resource, see <see cref="FairScheduler{T}"/>.</summary>
internal abstract class FairShare
{
    /// <summary>Virtual time, in tokens, at which its next piece of work is due.</summary>
    public long Start { get; set; }
}
