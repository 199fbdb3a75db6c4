using PromptCompressor.Core.Admission;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>What was let in and has not run, by request and tenant. Not thread-safe.</summary>
/// <param name="workers">How many run it.</param>
internal sealed class AdmittedWork(int workers)
{
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<AdmissionTicket, RequestQueue> _requests = [];
    private long _order;

    /// <summary>All tokens of it, what nothing waits for included.</summary>
    public long Tokens => _requests.Values.Sum(line => line.Tokens);

    /// <summary>How long what something waits for takes at the measured speed.</summary>
    public TimeSpan Time => _requests.Values.Aggregate(TimeSpan.Zero, (sum, line) => sum + TimeOf(line.Ticket, line.Seconds));

    /// <summary>How long the rest takes.</summary>
    public TimeSpan TimeLeftBehind => TimeSpan.FromSeconds(_requests.Values.Sum(line => line.SecondsLeftBehind) / workers);

    /// <param name="tenant">The tenant that asks.</param>
    /// <param name="counted">What a request counts as that takes so long.</param>
    public Backlog Seen(Tenant tenant, Func<TimeSpan, TimeSpan> counted)
    {
        var (all, own, largest) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var line in _requests.Values)
        {
            var time = TimeOf(line.Ticket, line.Seconds);
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
    /// <param name="ticket">The whole of it.</param>
    /// <param name="speed">How fast it will run.</param>
    public RequestQueue LineOf(AdmissionTicket ticket, EncoderSpeed speed)
    {
        if (!_requests.TryGetValue(ticket, out var line))
        {
            if (!_tenants.TryGetValue(ticket.Tenant.Name, out var tenant))
            {
                _tenants[ticket.Tenant.Name] = tenant = new TenantQueue();
            }

            _requests[ticket] = line = new RequestQueue(ticket, tenant, _order++, speed);
            tenant.Requests++;
        }

        return line;
    }

    /// <summary>Takes requests out that need nothing more. The last part of one may end without a word to the queue.</summary>
    public void RemoveDone()
    {
        foreach (var line in _requests.Values.Where(line => line.IsDone).ToArray())
        {
            _requests.Remove(line.Ticket);
            if (--line.Tenant.Requests == 0)
            {
                _tenants.Remove(line.Ticket.Tenant.Name);
            }
        }
    }

    /// <summary>How long work of a request takes all workers, as far as its caller waits for it.</summary>
    /// <param name="ticket">The whole request.</param>
    /// <param name="seconds">How long it takes one.</param>
    public TimeSpan TimeOf(AdmissionTicket ticket, double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds / workers);
        return time > ticket.Patience ? ticket.Patience.Value : time;
    }
}
