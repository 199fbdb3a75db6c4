using PromptCompressor.Core.Admission;

namespace PromptCompressor.Engine.Scheduling;

/// <summary>
/// Decides which requests the queue lets in, and when those come back that it refuses. No request takes more than half of the limit, however large it is: so it need not
/// wait for an empty queue, and leaves room for others, which are served beside it; of such large ones a tenant has one at a time. And a tenant that
/// has less than its even share of the limit is let in even if others have filled it. Not thread-safe.
/// </summary>
/// <param name="limit">How long the work that is let in may take.</param>
/// <param name="time">The clock.</param>
internal sealed class Admission(TimeSpan limit, TimeProvider time)
{
    /// <summary>More than the limit by so much is taken where a request was told that there would be room by now: speeds are estimates.</summary>
    private const double PromisedSlack = 1.1;

    /// <summary>Refused requests are told to wait for so much longer at most, each for another time, so that they do not all come back at once.</summary>
    private const double Jitter = 0.1;

    private readonly RetryBook _book = new(time);

    /// <summary>What one request counts as at most.</summary>
    public TimeSpan MostOfOne => limit / 2;

    /// <param name="newcomer">The request.</param>
    /// <param name="admitted">What has been let in before.</param>
    /// <returns>Null if it is let in; else when there will be room for it.</returns>
    public TimeSpan? Ask(Newcomer newcomer, Backlog admitted)
    {
        // :: Step 1: was it refused before, and is it back when it was told, or too early?
        _book.Advance();
        var promised = _book.Find(newcomer.Id);
        var (isBack, isEarly) = (promised <= TimeSpan.Zero, promised > TimeSpan.Zero);

        // :: Step 2: is there room? Those that come for the first time leave that of those that are due.
        var work = Counted(newcomer.Work);
        var room = isBack ? limit * PromisedSlack : limit - Counted(_book.Due);
        var isSecondLargeOne = newcomer.Work > MostOfOne && admitted.LargestOfTenant > MostOfOne;
        var isWithinShare = admitted.Tenants > 1 && admitted.OfTenant + work <= limit / admitted.Tenants;
        var isIn = !isSecondLargeOne && (isWithinShare || admitted.All + work <= room);
        if (isIn || isBack)
        {
            _book.Return(newcomer.Id);
        }

        if (isIn)
        {
            return null;
        }

        // :: Step 3: if not, when will there be, once those have had their turn that were refused before? One that comes back early is told the same again. While
        // other tenants have work, this one has its share of the time alone.
        if (isEarly)
        {
            return Overload.WaitOf(promised!.Value);
        }

        var share = Math.Max(1.0 / admitted.Tenants, admitted.OfTenant / admitted.All);
        var excess = (admitted.All + _book.Expected + work - limit) / share;
        var largest = isSecondLargeOne ? admitted.LargestOfTenant - MostOfOne : TimeSpan.Zero;
        var wait = Overload.WaitOf((excess > largest ? excess : largest) * (1 + (Jitter * (uint)newcomer.Id / uint.MaxValue)));
        if (newcomer.ComesBack)
        {
            _book.Add(newcomer.Id, newcomer.Tenant, work, wait);
        }

        return wait;
    }

    /// <summary>What a request counts as that takes so long.</summary>
    public TimeSpan Counted(TimeSpan work) => work < MostOfOne ? work : MostOfOne;
}

/// <summary>A request that asks to be let in.</summary>
/// <param name="Id">What tells it from others; the same when it comes back.</param>
/// <param name="Tenant">The tenant that sent it.</param>
/// <param name="Work">How long it takes.</param>
/// <param name="ComesBack">Whether its caller is told when to come back, if it is refused.</param>
internal readonly record struct Newcomer(int Id, string Tenant, TimeSpan Work, bool ComesBack);

/// <summary>How much was let in and has not run, as seen by a request of one of the tenants.</summary>
/// <param name="All">How long it takes, each request as <see cref="Admission.Counted"/>.</param>
/// <param name="OfTenant">What of that is the tenant's.</param>
/// <param name="LargestOfTenant">How long the tenant's largest request takes.</param>
/// <param name="Tenants">Number of tenants that have something, this one included.</param>
internal readonly record struct Backlog(TimeSpan All, TimeSpan OfTenant, TimeSpan LargestOfTenant, int Tenants);
