namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// Remembers which refused request was told to come back when, so that one that does finds room: requests that come for the first time leave that of those
/// that are due. Without it a request that was refused would meet the same crowd again and again. Not thread-safe.
/// </summary>
internal sealed class RetryBook(TimeProvider time)
{
    /// <summary>More are not remembered: they take their chance with the new ones.</summary>
    private const int Most = 10_000;

    /// <summary>How long before its time room is kept for one.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1);

    /// <summary>How long after its time room is kept for one, at least; and as a share of the time that it was told to wait.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private const double GraceShare = 0.1;

    /// <summary>What one that came back says of the next of its tenant. More than one that did not: a wait that is too long costs less than one that is too short.</summary>
    private const double WeightOfReturn = 0.2;

    /// <summary>What one that did not come back says of the next.</summary>
    private const double WeightOfNone = 0.05;

    /// <summary>How long that says anything: the next rush may have other clients.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, Promise> _promises = [];
    private readonly Dictionary<string, Returns> _tenants = new(StringComparer.Ordinal);
    private readonly PriorityQueue<Promise, TimeSpan> _later = new();
    private readonly PriorityQueue<Promise, TimeSpan> _due = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _last;

    /// <summary>Work to leave room for now.</summary>
    public TimeSpan Due { get; private set; }

    /// <summary>Work of all that may still come back, by how many of each tenant's last ones did.</summary>
    public TimeSpan Expected => _tenants.Values.Aggregate(TimeSpan.Zero, (sum, tenant) => sum + (tenant.Work * tenant.Share));

    /// <summary>Forgets those that did not come. Before anything else is asked.</summary>
    public void Advance()
    {
        var now = time.GetElapsedTime(_start);
        while (_later.TryPeek(out var promise, out var due) && due - Lead <= now)
        {
            _later.Dequeue();
            if (!promise.IsGone)
            {
                promise.IsDue = true;
                Due += promise.Work;
                _due.Enqueue(promise, promise.Until);
            }
        }

        while (_due.TryPeek(out var promise, out var until) && until <= now)
        {
            _due.Dequeue();
            if (!promise.IsGone)
            {
                Remove(promise);
                promise.Tenant.Share -= promise.Tenant.Share * WeightOfNone;
            }
        }

        foreach (var tenant in _tenants.Values)
        {
            tenant.Share += (1 - tenant.Share) * Math.Min(1, (now - _last) / Memory);
        }

        _last = now;
    }

    /// <summary>When a request was told to come back, from now on: not above zero where its time has come; null if it was never refused.</summary>
    public TimeSpan? Find(int request) => _promises.TryGetValue(request, out var promise) ? promise.Due - time.GetElapsedTime(_start) : null;

    /// <summary>Notes that a request is back, whether or not it is let in now. Does nothing if it was never refused.</summary>
    public void Return(int request)
    {
        if (_promises.TryGetValue(request, out var promise))
        {
            Remove(promise);
            promise.Tenant.Share += (1 - promise.Tenant.Share) * WeightOfReturn;
        }
    }

    /// <summary>Notes that a request, of which nothing is noted, was told to come back.</summary>
    /// <param name="request">What tells it from others.</param>
    /// <param name="tenant">The tenant that sent it.</param>
    /// <param name="work">How long it runs.</param>
    /// <param name="wait">From now on.</param>
    public void Add(int request, string tenant, TimeSpan work, TimeSpan wait)
    {
        if (_promises.Count >= Most)
        {
            return;
        }

        if (!_tenants.TryGetValue(tenant, out var returns))
        {
            _tenants[tenant] = returns = new Returns();
        }

        var due = time.GetElapsedTime(_start) + wait;
        var grace = wait * GraceShare;
        var promise = new Promise(request, returns, work, due, due + (grace > Grace ? grace : Grace));
        _promises.Add(request, promise);
        returns.Work += work;
        _later.Enqueue(promise, due);
    }

    private void Remove(Promise promise)
    {
        promise.IsGone = true;
        _promises.Remove(promise.Request);
        promise.Tenant.Work -= promise.Work;
        if (promise.IsDue)
        {
            Due -= promise.Work;
        }
    }

    /// <summary>How a tenant's refused requests come back.</summary>
    private sealed class Returns
    {
        /// <summary>Work of those that may still come.</summary>
        public TimeSpan Work { get; set; }

        /// <summary>How many of the last ones did, 0..1.</summary>
        public double Share { get; set; } = 1;
    }

    private sealed class Promise(int request, Returns tenant, TimeSpan work, TimeSpan due, TimeSpan until)
    {
        public int Request => request;

        public Returns Tenant => tenant;

        public TimeSpan Work => work;

        public TimeSpan Due => due;

        public TimeSpan Until => until;

        public bool IsDue { get; set; }

        public bool IsGone { get; set; }
    }
}
