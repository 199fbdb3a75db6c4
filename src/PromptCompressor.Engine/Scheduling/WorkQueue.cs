using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// What waits for the model: bounded by the time it takes at the measured speed, fair between tenants, and the oldest first within each. Thread-safe.
/// </summary>
/// <param name="limit">How long what it holds may take. See <see cref="Reserve"/> for what may exceed it.</param>
/// <param name="workers">How many take work from it.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkQueue(TimeSpan limit, int workers, TimeProvider time) : IDisposable
{
    /// <summary>
    /// Tokens of a request, two segments or so, that run beside longer ones: half of the tenant's turns are for requests that have had less, so that a
    /// short one need not wait for the end of a long one.
    /// </summary>
    public const int SliceTokens = 1024;

    /// <summary>More than the limit by so much is taken where a request was told that there would be room by now: speeds are estimates.</summary>
    private const double PromisedSlack = 1.1;

    /// <summary>Refused requests are told to wait for so much longer at most, each for another time, so that they do not all come back at once.</summary>
    private const double Jitter = 0.1;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly object _gate = new();
    private readonly FairScheduler<TenantQueue> _waiting = new();
    private readonly Dictionary<string, TenantQueue> _tenants = new(StringComparer.Ordinal);
    private readonly Dictionary<AdmissionTicket, RequestQueue> _requests = [];
    private readonly Dictionary<ISequenceEncoder, EncoderSpeed> _speeds = [];
    private readonly RetryBook _book = new(time);
    private long _order;
    private long _tokens;
    private bool _isClosed;
    private bool _isStopped;
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

    /// <summary>How long they take at the measured speed.</summary>
    public TimeSpan Backlog
    {
        get
        {
            lock (_gate)
            {
                return TimeSpan.FromSeconds(_requests.Values.Sum(line => line.Seconds) / workers);
            }
        }
    }

    /// <summary>
    /// Lets work in, before any of it waits. No request takes more than half of the limit, however large it is: so it need not
    /// wait for an empty queue, and leaves room for others, which are served beside it; of such large ones a tenant has one at a time. And a tenant that
    /// has less than its even share of the limit is let in even if others have filled it.
    /// </summary>
    /// <param name="ticket">The request. Once it is let in, all else that it needs is.</param>
    /// <param name="encoder">What runs the work.</param>
    /// <param name="tokens">The number of tokens of the work.</param>
    /// <param name="content">What tells the request from others: one that was refused is known by it when it comes back.</param>
    /// <exception cref="CompressionException">There is no room, or no new work is taken.</exception>
    public QueueReservation Reserve(AdmissionTicket ticket, ISequenceEncoder encoder, long tokens, int content)
    {
        lock (_gate)
        {
            var tenant = _tenants.GetValueOrDefault(ticket.Tenant.Name);
            var speed = SpeedOf(encoder);
            if (ticket.IsAdmitted != true)
            {
                Admit(ticket, tenant, tokens / speed.TokensPerSecond / workers, HashCode.Combine(ticket.Tenant.Name, content));
            }

            if (tenant is null)
            {
                _tenants[ticket.Tenant.Name] = tenant = new TenantQueue();
            }

            if (!_requests.TryGetValue(ticket, out var line))
            {
                _requests[ticket] = line = new RequestQueue(ticket, tenant, _order++);
                tenant.Admitted.Add(line);
            }

            var reservation = new QueueReservation(this, line, speed, tokens);
            line.Reservations.Add(reservation);
            _tokens += tokens;
            return reservation;
        }
    }

    /// <exception cref="ObjectDisposedException">Nothing runs any more.</exception>
    /// <exception cref="CompressionException">Nothing that waits will run any more.</exception>
    public void Add(WorkItem item)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isStopped)
            {
                throw Stopping();
            }

            var line = item.Reservation.Line;
            line.Items.AddLast(item);
            if (line.Lane is null)
            {
                Join(line);
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
    public void Measure(ISequenceEncoder encoder, int tokens, TimeSpan run)
    {
        lock (_gate)
        {
            SpeedOf(encoder).Measure(tokens, run);
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
            line.Reservations.Remove(reservation);
            if (line.Reservations.Count == 0)
            {
                _requests.Remove(line.Ticket);
                line.Tenant.Admitted.Remove(line);
                if (line.Tenant.Admitted.Count == 0)
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

    /// <summary>Refuses what waits, since there is no time for it any more. What runs goes on.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            (_isClosed, _isStopped) = (true, true);
            DropAll(item => item.Fail(Stopping()));
        }
    }

    /// <summary>Drops what waits.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (_isClosed, _isDisposed) = (true, true);
            DropAll(item => item.Cancel());
            Monitor.PulseAll(_gate);
        }
    }

    private static CompressionException Stopping() => new(CompressionErrorKind.NotReady, "The service is stopping.");

    private void Admit(AdmissionTicket ticket, TenantQueue? tenant, double wanted, int content)
    {
        if (_isClosed)
        {
            throw Stopping();
        }

        // :: Step 1: how much is there already, and for how much of it a request was promised room?
        _book.Advance();
        var most = limit.TotalSeconds / 2;
        var held = _requests.Values.Sum(Held);
        var promised = _book.Find(content);
        var isBack = promised <= TimeSpan.Zero;

        // :: Step 2: is there room?
        var room = isBack ? limit.TotalSeconds * PromisedSlack : limit.TotalSeconds - Math.Min(_book.Due.TotalSeconds, most);
        var tenants = _tenants.Count + (tenant is null ? 1 : 0);
        var largest = wanted > most ? tenant?.Admitted.Max(line => line.Seconds / workers) ?? 0 : 0;
        var isShare = tenants > 1 && (tenant?.Admitted.Sum(Held) ?? 0) + Math.Min(wanted, most) <= limit.TotalSeconds / tenants;
        ticket.IsAdmitted ??= largest <= most && (isShare || held + Math.Min(wanted, most) <= room);
        if (ticket.IsAdmitted == true)
        {
            _book.Keep(content);
            return;
        }

        // :: Step 3: if not, when will there be, once those have had their turn that were refused before? One that comes back early is told the same again.
        var excess = Math.Max(held + _book.Expected.TotalSeconds + Math.Min(wanted, most) - limit.TotalSeconds, largest - most);
        var wait = !isBack && promised is { } left ? left : TimeSpan.FromSeconds(Math.Clamp(excess * (1 + (Jitter * (uint)content / uint.MaxValue)), 1, LongestWait.TotalSeconds));
        wait = TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds));
        if (isBack || promised is null)
        {
            _book.Add(content, TimeSpan.FromSeconds(Math.Min(wanted, most)), wait);
        }

        throw new CompressionException(
            CompressionErrorKind.Overloaded, $"The model has work for the next {limit.TotalSeconds:0.#} seconds, which is as much as it takes (Engine:QueueSeconds); try again later.")
        {
            RetryAfter = wait,
        };

        double Held(RequestQueue line) => Math.Min(line.Seconds / workers, most);
    }

    private EncoderSpeed SpeedOf(ISequenceEncoder encoder)
    {
        if (!_speeds.TryGetValue(encoder, out var speed))
        {
            _speeds[encoder] = speed = new EncoderSpeed();
        }

        return speed;
    }

    private void Resize(QueueReservation reservation, long tokens)
    {
        _tokens += tokens - reservation.Left;
        reservation.Left = tokens;
    }

    private void DropAll(Action<WorkItem> drop)
    {
        while (_waiting.Any)
        {
            var item = Head();
            Remove(item);
            drop(item);
        }
    }

    private void Join(RequestQueue line)
    {
        var tenant = line.Tenant;
        line.Lane = line.Served < SliceTokens ? tenant.Short : tenant.Long;
        if (!tenant.Lanes.Any)
        {
            _waiting.Join(tenant);
        }

        if (line.Lane.Requests.Count == 0)
        {
            tenant.Lanes.Join(line.Lane);
        }

        line.Lane.Requests.Add(line);
    }

    private void Leave(RequestQueue line)
    {
        var tenant = line.Tenant;
        line.Lane!.Requests.Remove(line);
        if (line.Lane.Requests.Count == 0)
        {
            tenant.Lanes.Leave(line.Lane);
        }

        if (!tenant.Lanes.Any)
        {
            _waiting.Leave(tenant);
        }

        line.Lane = null;
    }

    private WorkItem Head() => _waiting.Next().Lanes.Next().Requests.Min!.Items.First!.Value;

    /// <summary>The next by fairness and age whose caller is still there.</summary>
    private WorkItem? TakeNext()
    {
        while (_waiting.Any)
        {
            var item = Head();
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

        var others = _waiting.Waiting.SelectMany(tenant => tenant.Lanes.Waiting).SelectMany(lane => lane.Requests).SelectMany(line => line.Items).Where(batch[0].CanRunWith).ToArray();
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
        var lane = line.Lane!;
        Remove(item);
        if (item.Cancellation.IsCancellationRequested)
        {
            item.Cancel();
            return false;
        }

        line.Served += item.Ids.Length;
        lane.Start += item.Ids.Length;
        line.Tenant.Start += item.Ids.Length;
        if (line.Lane is not null && line.Lane == line.Tenant.Short && line.Served >= SliceTokens)
        {
            Leave(line);
            Join(line);
        }

        return true;
    }

    private void Remove(WorkItem item)
    {
        var line = item.Reservation.Line;
        line.Items.Remove(item);
        if (line.Items.Count == 0)
        {
            Leave(line);
        }
    }
}
