using CsCheck;
using PromptCompressor.Core.Errors;

namespace PromptCompressor.UnitTests.Server.Limits;

public sealed class BodyBudgetTests
{
    private const int Body = 1_000_000;

    [Fact]
    public void Take_MoreThanThereIsRoomFor_IsRefusedAndHoldsNothing()
    {
        var sut = Budgets.Of(Body, inFlight: 2 * Body);
        using var first = sut.Open();
        using var second = sut.Open();
        using var third = sut.Open();
        Assert.True(first.TryTake(Body));
        Assert.True(second.TryTake(Body));

        var refusal = Assert.Throws<CompressionException>(() => third.TakeOrRefuse(1));

        Assert.Equal(CompressionErrorKind.Overloaded, refusal.Kind);
        Assert.NotNull(refusal.RetryAfter);
        first.Dispose();
        third.TakeOrRefuse(Body);
        Assert.Equal(2 * Body, sut.Held);
    }

    /// <summary>A body that names no length counts as it comes, and what is over the limit of one is not kept, so not counted.</summary>
    [Fact]
    public void Use_BytesThatWereNotAnnounced_Count()
    {
        var sut = Budgets.Of(Body, inFlight: Body);
        using var lease = sut.Open();
        for (var i = 0; i < 40; i++)
        {
            lease.Use(100_000);
        }

        Assert.Equal(Body, sut.Held);
        using var other = sut.Open();
        Assert.Throws<CompressionException>(() => other.Use(1));
    }

    /// <summary>However many take and give back, in the end nothing is held.</summary>
    [Fact]
    public void Held_AfterAll_IsZero() =>
        Gen.Select(Gen.Int[0, Body], Gen.Int[0, Body].Array[0, 10]).Array[1, 30].Sample(bodies =>
        {
            var sut = Budgets.Of(Body, inFlight: 3 * Body);
            Parallel.ForEach(bodies, body =>
            {
                using var lease = sut.Open();
                if (lease.TryTake(body.Item1))
                {
                    Assert.True(body.Item2.TakeWhile(lease.TryUse).Count() <= body.Item2.Length);
                }
            });
            Assert.Equal(0, sut.Held);
        });

    [Fact]
    public void Budget_SmallerThanOneBody_StillTakesOne()
    {
        using var lease = Budgets.Of(Body, inFlight: 1024).Open();

        Assert.True(lease.TryTake(Body));
    }
}
