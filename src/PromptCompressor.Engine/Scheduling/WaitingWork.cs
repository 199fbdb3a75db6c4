namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// What waits for a worker: fair between tenants, and the oldest request first within each, beyond its first slice. What nothing waits for any more comes after all of that.
/// Not thread-safe.
/// </summary>
internal sealed class WaitingWork
{
    /// <summary>
    /// Tokens of a request, two segments or so, that run beside longer ones: half of the tenant's turns are for requests that have had less, so that a
    /// short one need not wait for the end of a long one.
    /// </summary>
    public const int SliceTokens = 1024;

    private readonly FairScheduler<TenantQueue> _tenants = new();
    private readonly LinkedList<WorkItem> _leftBehind = [];

    public void Add(WorkItem item)
    {
        if (!item.Reservation.IsWanted)
        {
            _leftBehind.AddLast(item);
            return;
        }

        var line = item.Reservation.Line;
        line.Items.AddLast(item);
        if (line.Lane is null)
        {
            Join(line);
        }
    }

    /// <summary>Takes what runs next: one item whose caller is still there, and what can run together with it.</summary>
    /// <returns>At least one; null if nothing waits.</returns>
    public List<WorkItem>? Take()
    {
        while (Head() is { } first)
        {
            if (TryTake(first))
            {
                List<WorkItem> batch = [first];
                TakeCompanions(batch, first.Encoder.MaxBatch(first.Ids.Length));
                return batch;
            }
        }

        return null;
    }

    public void DropAll(Action<WorkItem> drop)
    {
        while (Head() is { } item)
        {
            Remove(item);
            drop(item);
        }
    }

    /// <summary>Takes out what waits of a reservation.</summary>
    public List<WorkItem> Remove(QueueReservation reservation)
    {
        var items = reservation.Line.Items.Concat(_leftBehind).Where(item => item.Reservation == reservation).ToList();
        items.ForEach(Remove);
        return items;
    }

    private WorkItem? Head() => _tenants.Any ? _tenants.Next().Lanes.Next().Requests.Min!.Items.First!.Value : _leftBehind.First?.Value;

    /// <summary>Others of the same length, from whomever: the run goes on anyway, and they are charged for it.</summary>
    private void TakeCompanions(List<WorkItem> batch, int most)
    {
        if (most <= 1)
        {
            return;
        }

        var others = _tenants.Waiting.SelectMany(tenant => tenant.Lanes.Waiting).SelectMany(lane => lane.Requests).SelectMany(line => line.Items).Where(batch[0].CanRunWith).ToArray();
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
        var lane = line.Lane;
        Remove(item);
        if (item.Cancellation.IsCancellationRequested)
        {
            item.Cancel();
            return false;
        }

        if (!item.Reservation.IsWanted)
        {
            return true;
        }

        line.Served += item.Ids.Length;
        lane!.Start += item.Ids.Length;
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
        if (!line.Items.Remove(item))
        {
            _leftBehind.Remove(item);
        }
        else if (line.Items.Count == 0)
        {
            Leave(line);
        }
    }

    private void Join(RequestQueue line)
    {
        var tenant = line.Tenant;
        line.Lane = line.Served < SliceTokens ? tenant.Short : tenant.Long;
        if (!tenant.Lanes.Any)
        {
            _tenants.Join(tenant);
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
            _tenants.Leave(tenant);
        }

        line.Lane = null;
    }
}
