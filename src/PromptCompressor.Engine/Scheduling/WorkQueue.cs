using PromptCompressor.Core.Admission;
using PromptCompressor.Core.Errors;
using PromptCompressor.Engine.Inference;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>What waits for the model: what <see cref="Admission"/> has let in, in the order of <see cref="WaitingWork"/>. Thread-safe.</summary>
/// <param name="limit">How long what it holds may take at the measured speed. See <see cref="Admission"/> for what may exceed it.</param>
/// <param name="workers">How many take work from it.</param>
/// <param name="time">The clock.</param>
internal sealed class WorkQueue(TimeSpan limit, int workers, TimeProvider time) : IDisposable
{
    private readonly object _gate = new();
    private readonly Admission _admission = new(limit, time);
    private readonly AdmittedWork _admitted = new(workers);
    private readonly WaitingWork _waiting = new();
    private readonly Dictionary<ISequenceEncoder, EncoderSpeed> _speeds = [];
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
                return _admitted.Tokens;
            }
        }
    }

    /// <summary>How long those that something waits for take at the measured speed.</summary>
    public TimeSpan Backlog
    {
        get
        {
            lock (_gate)
            {
                return _admitted.Time;
            }
        }
    }

    /// <summary>Lets work in, before any of it waits.</summary>
    /// <param name="ticket">The request, or a part of it. Once it is let in, all else that it needs is: so it is weighed with what is expected of its other parts.</param>
    /// <param name="encoder">What runs the work.</param>
    /// <param name="tokens">The number of tokens of the work.</param>
    /// <param name="content">What tells the request from others: one that was refused is known by it when it comes back.</param>
    /// <exception cref="CompressionException">There is no room, or no new work is taken.</exception>
    public QueueReservation Reserve(AdmissionTicket ticket, ISequenceEncoder encoder, long tokens, int content)
    {
        lock (_gate)
        {
            var speed = SpeedOf(encoder);
            var whole = ticket.Whole;
            ticket.Settle();
            if (!whole.IsAdmitted)
            {
                Admit(whole, _admitted.TimeOf(whole, (tokens + whole.ExpectedTokens) / speed.TokensPerSecond), whole.Content ?? content);
            }

            var line = _admitted.LineOf(whole, speed);
            var reservation = new QueueReservation(this, line, speed, tokens);
            line.Reservations.Add(reservation);
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

            if (item.Reservation.IsDropped)
            {
                item.Cancel();
                return;
            }

            _waiting.Add(item);
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
                if (_waiting.Take() is { } batch)
                {
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
            item.Reservation.Left = Math.Max(0, item.Reservation.Left - item.Ids.Length);
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

    /// <summary>
    /// Says that nothing waits any more for what a reservation has left. It runs when nothing else waits, takes no room from what is to be let in, and is dropped if there is
    /// more of its kind than one request may have.
    /// </summary>
    public void LeaveBehind(QueueReservation reservation)
    {
        lock (_gate)
        {
            var waiting = _waiting.Remove(reservation);
            reservation.IsWanted = false;
            reservation.IsDropped = _admitted.TimeLeftBehind > _admission.MostOfOne;
            waiting.ForEach(reservation.IsDropped ? item => item.Cancel() : _waiting.Add);
        }
    }

    /// <summary>Says that something waits again for what a reservation has left. It runs in its old place, unless it was dropped.</summary>
    public void Recall(QueueReservation reservation)
    {
        lock (_gate)
        {
            var waiting = _waiting.Remove(reservation);
            reservation.IsWanted = true;
            waiting.ForEach(_waiting.Add);
        }
    }

    /// <summary>Gives back what a reservation has left; a second call does nothing.</summary>
    public void Release(QueueReservation reservation)
    {
        lock (_gate)
        {
            reservation.Line.Reservations.Remove(reservation);
            _admitted.RemoveDone();
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
            _waiting.DropAll(item => item.Fail(Stopping()));
        }
    }

    /// <summary>Drops what waits.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            (_isClosed, _isDisposed) = (true, true);
            _waiting.DropAll(item => item.Cancel());
            Monitor.PulseAll(_gate);
        }
    }

    private static CompressionException Stopping() => new(CompressionErrorKind.NotReady, "The service is stopping.");

    private void Admit(AdmissionTicket ticket, TimeSpan work, int content)
    {
        if (_isClosed)
        {
            throw Stopping();
        }

        // What was refused in part is refused as a whole.
        if (ticket.RetryAfter is null)
        {
            _admitted.RemoveDone();
            var newcomer = new Newcomer(HashCode.Combine(ticket.Tenant.Name, content), ticket.Tenant.Name, work, ComesBack: ticket.Patience is null);
            ticket.RetryAfter = _admission.Ask(newcomer, _admitted.Seen(ticket.Tenant, _admission.Counted));
            ticket.IsAdmitted = ticket.RetryAfter is null;
        }

        if (ticket.RetryAfter is { } wait)
        {
            throw Overload.Refusal($"The model has work for the next {limit.TotalSeconds:0.#} seconds, which is as much as it takes (Engine:QueueSeconds); try again later.", wait);
        }
    }

    private EncoderSpeed SpeedOf(ISequenceEncoder encoder)
    {
        if (!_speeds.TryGetValue(encoder, out var speed))
        {
            _speeds[encoder] = speed = new EncoderSpeed();
        }

        return speed;
    }
}
