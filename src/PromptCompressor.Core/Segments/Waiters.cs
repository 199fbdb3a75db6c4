namespace PromptCompressor.Core.Segments;

/// <summary>Work that goes on when nothing waits for it, as far as there is time.</summary>
public interface ILeavableWork
{
    /// <summary>
    /// Says that nothing waits for the rest any more: it runs when there is nothing else to do, takes no room from what something waits for, and is dropped where too much
    /// of its kind waits.
    /// </summary>
    void LeaveBehind();

    /// <summary>Says that something waits for it again: it runs in its old place. What was dropped stays so.</summary>
    void Recall();
}

/// <summary>Counts the requests that wait for what one of them computes, so that the work is left behind with the last of them and recalled with the next.</summary>
internal sealed class Waiters
{
    private readonly Lock _gate = new();
    private ILeavableWork? _work;
    private int _count = 1; // The request that computes it.

    public void Enter()
    {
        lock (_gate)
        {
            if (_count++ == 0)
            {
                _work?.Recall();
            }
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_count == 0)
            {
                _work?.LeaveBehind();
            }
        }
    }

    /// <summary>Names the work, once it is reserved.</summary>
    public void Attach(ILeavableWork work)
    {
        lock (_gate)
        {
            _work = work;
            if (_count == 0)
            {
                work.LeaveBehind();
            }
        }
    }

    /// <summary>Forgets the work, before its reservation is released.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _work = null;
        }
    }
}
