using PromptCompressor.Core.Admission;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>What was let in and has not run, by request and tenant. Not thread-safe.</summary>
/// <param name="workers">How many run it.</param>
internal sealed class AdmittedWork(int workers)
{
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<AdmissionTicket, RequestQueue> _requests = [];
    private long _order;

    public long Tokens => _requests.Values.Sum(line => line.Tokens);

    /// <summary>How long it takes at the measured speed.</summary>
    public TimeSpan Time => _requests.Values.Aggregate(TimeSpan.Zero, (sum, line) => sum + TimeOf(line));

    /// <param name="tenant">The tenant that asks.</param>
    /// <param name="counted">What a request counts as that takes so long.</param>
    public Backlog Seen(Tenant tenant, Func<TimeSpan, TimeSpan> counted)
    {
        var (all, own, largest) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var line in _requests.Values)
        {
            var time = TimeOf(line);
            all += counted(time);
            if (line.Ticket.Tenant.Name == tenant.Name)
            {
                own += counted(time);
                largest = time > largest ? time : largest;
            }
        }

        return new Backlog(all, own, largest, _tenants.Count + (_tenants.ContainsKey(tenant.Name) ? 0 : 1));
    }

    /// <summary>The place of a request, which is made if it has none.</summary>
    public RequestQueue LineOf(AdmissionTicket ticket)
    {
        if (!_requests.TryGetValue(ticket, out var line))
        {
            if (!_tenants.TryGetValue(ticket.Tenant.Name, out var tenant))
            {
                _tenants[ticket.Tenant.Name] = tenant = new TenantQueue();
            }

            _requests[ticket] = line = new RequestQueue(ticket, tenant, _order++);
            tenant.Requests++;
        }

        return line;
    }

    /// <summary>Takes a request out that needs nothing more.</summary>
    public void Remove(RequestQueue line)
    {
        _requests.Remove(line.Ticket);
        if (--line.Tenant.Requests == 0)
        {
            _tenants.Remove(line.Ticket.Tenant.Name);
        }
    }

    private TimeSpan TimeOf(RequestQueue line) => TimeSpan.FromSeconds(line.Seconds / workers);
}
