using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// What waits for the model: bounded in tokens, and fair between tenants, and between the requests of each. Thread-safe.
/// </summary>
/// <param name="capacity">Tokens it is to hold. See <see cref="Reserve"/> for what may exceed it.</param>
/// <param name="workers">How many take work from it.</param>
internal sealed class WorkQueue(int capacity, int workers) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly FairScheduler<TenantQueue> _waiting = new();
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<AdmissionTicket, RequestQueue> _requests = [];
    private long _held;
    private long _tokens;
    private double _tokensPerSecond;
    private bool _isClosed;
    private bool _isDisposed;

    /// <summary>Tokens that were let in and have not run.</summary>
    public long Tokens
    {
        get
        {
            lock (_gate)
            {
                return _tokens;
            }
        }
    }

    /// <summary>
    /// Lets work in, before any of it waits. No request takes more than half of the capacity, however large it is: so it need not
    /// wait for an empty queue, and leaves room for others, who are served beside it. And a tenant that has less than its even
    /// share of the capacity is let in even if others have filled it.
    /// </summary>
    /// <exception cref="CompressionException">There is no room, or no new work is taken.</exception>
    public QueueReservation Reserve(AdmissionTicket ticket, long tokens)
    {
        lock (_gate)
        {
            var tenant = _tenants.GetValueOrDefault(ticket.Tenant.Name);
            if (ticket.IsAdmitted != true)
            {
                Admit(ticket, tenant, HeldBy(tokens));
            }

            if (tenant is null)
            {
                _tenants[ticket.Tenant.Name] = tenant = new TenantQueue();
            }

            if (!_requests.TryGetValue(ticket, out var line))
            {
                _requests[ticket] = line = new RequestQueue(ticket, tenant);
                tenant.Admitted++;
            }

            line.Reservations++;
            var reservation = new QueueReservation(this, line, 0);
            Resize(reservation, tokens);
            return reservation;
        }
    }

    /// <exception cref="ObjectDisposedException">Nothing runs any more.</exception>
    public void Add(WorkItem item)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var line = item.Reservation.Line;
            line.Items.AddLast(item);
            if (line.Items.Count == 1)
            {
                if (!line.Tenant.Requests.Any)
                {
                    _waiting.Join(line.Tenant);
                }

                line.Tenant.Requests.Join(line);
            }

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits until there is something to run, and takes as much as can run at once.</summary>
    /// <returns>At least one; null when there will be no more.</returns>
    public List<WorkItem>? Take()
    {
        lock (_gate)
        {
            while (!_isDisposed)
            {
                if (TakeNext() is { } first)
                {
                    List<WorkItem> batch = [first];
                    TakeCompanions(batch, first.Encoder.MaxBatch(first.Ids.Length));
                    return batch;
                }

                Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>Counts an item as run, whatever came of it.</summary>
    public void Finish(WorkItem item)
    {
        lock (_gate)
        {
            if (!item.Reservation.IsReleased)
            {
                Resize(item.Reservation, Math.Max(0, item.Reservation.Left - item.Ids.Length));
            }
        }
    }

    /// <summary>Learns how fast a worker is.</summary>
    public void Measure(int tokens, TimeSpan time)
    {
        var speed = tokens / Math.Max(time.TotalSeconds, 1e-6);
        lock (_gate)
        {
            _tokensPerSecond = _tokensPerSecond == 0 ? speed : _tokensPerSecond + ((speed - _tokensPerSecond) * 0.1);
        }
    }

    /// <summary>Gives back what a reservation has left; a second call does nothing.</summary>
    public void Release(QueueReservation reservation)
    {
        lock (_gate)
        {
            if (reservation.IsReleased)
            {
                return;
            }

            Resize(reservation, 0);
            reservation.IsReleased = true;
            var line = reservation.Line;
            if (--line.Reservations == 0)
            {
                _requests.Remove(line.Ticket);
                if (--line.Tenant.Admitted == 0)
                {
                    _tenants.Remove(line.Ticket.Tenant.Name);
                }
            }
        }
    }

    /// <summary>Lets no new request in. Those that are in go on.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }
    }

    /// <summary>Drops what waits.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (_isClosed, _isDisposed) = (true, true);
            foreach (var item in _waiting.Waiting.SelectMany(tenant => tenant.Requests.Waiting).SelectMany(line => line.Items))
            {
                item.Cancel();
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void Admit(AdmissionTicket ticket, TenantQueue? tenant, long wanted)
    {
        if (_isClosed)
        {
            throw new CompressionException(CompressionErrorKind.NotReady, "The service is stopping.");
        }

        var tenants = _tenants.Count + (tenant is null ? 1 : 0);
        var excess = _held + wanted - capacity;
        ticket.IsAdmitted ??= excess <= 0 || (tenants > 1 && (tenant?.Held ?? 0) + wanted <= capacity / tenants);
        if (ticket.IsAdmitted == false)
        {
            throw new CompressionException(
                CompressionErrorKind.Overloaded, $"The model has as much work as it takes ({capacity} tokens, Engine:QueueTokens); try again later.")
            {
                RetryAfter = _tokensPerSecond > 0 ? Shorter(TimeSpan.FromSeconds(excess / (_tokensPerSecond * workers)), LongestWait) : null,
            };
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private long HeldBy(long tokens) => Math.Min(tokens, capacity / 2);

    private void Resize(QueueReservation reservation, long tokens)
    {
        var change = HeldBy(tokens) - HeldBy(reservation.Left);
        _held += change;
        reservation.Line.Tenant.Held += change;
        _tokens += tokens - reservation.Left;
        reservation.Left = tokens;
    }

    /// <summary>The next by fairness whose caller is still there.</summary>
    private WorkItem? TakeNext()
    {
        while (_waiting.Any)
        {
            var item = _waiting.Next().Requests.Next().Items.First!.Value;
            if (TryTake(item))
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>Others of the same length, from whomever: the run goes on anyway, and they are charged for it.</summary>
    private void TakeCompanions(List<WorkItem> batch, int most)
    {
        if (most <= 1)
        {
            return;
        }

        var others = _waiting.Waiting.SelectMany(tenant => tenant.Requests.Waiting).SelectMany(line => line.Items).Where(batch[0].CanRunWith).ToArray();
        for (var i = 0; i < others.Length && batch.Count < most; i++)
        {
            if (TryTake(others[i]))
            {
                batch.Add(others[i]);
            }
        }
    }

    /// <summary>Takes an item out and charges its request and tenant; an item without a waiting caller is dropped instead.</summary>
    private bool TryTake(WorkItem item)
    {
        var line = item.Reservation.Line;
        line.Items.Remove(item);
        if (line.Items.Count == 0)
        {
            line.Tenant.Requests.Leave(line);
            if (!line.Tenant.Requests.Any)
            {
                _waiting.Leave(line.Tenant);
            }
        }

        if (item.Cancellation.IsCancellationRequested)
        {
            item.Cancel();
            return false;
        }

        line.Start += item.Ids.Length;
        line.Tenant.Start += item.Ids.Length;
        return true;
    }
}
